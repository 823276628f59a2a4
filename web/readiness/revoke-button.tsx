import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { recordKeys } from '../api/gate-queries.ts';
import styles from './gate-detail.module.css';
import { tellRefusal } from './tell-refusal.ts';

/** Takes a signature back, after asking once more. */
export function RevokeButton({
  id,
  gate,
  signature,
}: {
  id: string;
  gate: string;
  signature: number;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      answer(
        api.workloads[':id'].gates[':gate'].signatures[':signature'].$delete({
          param: { id, gate, signature: String(signature) },
        }),
      ),
    onSuccess: () =>
      Promise.all(recordKeys(id).map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  if (!isAsking) {
    return (
      <button type="button" className={styles.plain} onClick={() => setIsAsking(true)}>
        Take it back
      </button>
    );
  }
  return (
    <div role="group" aria-label="Take the signature back">
      <Button size="xs" autoFocus loading={revoke.isPending} onClick={() => revoke.mutate()}>
        Take it back now
      </Button>{' '}
      <Button size="xs" variant="default" onClick={() => setIsAsking(false)}>
        Keep it
      </Button>
      {revoke.isError && (
        <p className={styles.error} role="alert">
          {tellRefusal(revoke.error)}
        </p>
      )}
    </div>
  );
}
