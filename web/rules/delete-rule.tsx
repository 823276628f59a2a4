import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { alertsKey } from '../api/alert-queries.ts';
import { rulesKey } from '../api/rule-queries.ts';
import styles from './rule-editor.module.css';
import { tellRuleRefusal } from './tell-rule-refusal.ts';

interface DeleteRuleProps {
  id: string;
  version: number;
  onKeep: () => void;
  onDeleted: () => void;
}

/** Asks once more, then deletes. */
export function DeleteRule({ id, version, onKeep, onDeleted }: DeleteRuleProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      api.rules[':id'].$delete({ param: { id }, header: { 'if-match': `"${version}"` } }),
    onSuccess: () => {
      onDeleted();
      void queries.invalidateQueries({ queryKey: rulesKey });
      void queries.invalidateQueries({ queryKey: alertsKey });
    },
  });
  return (
    <div
      role="group"
      aria-label="Delete the rule"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      <p>Nothing is watched by it any more, and its open alerts end with the next evaluation.</p>
      <div className={styles.buttons}>
        <Button size="sm" loading={remove.isPending} onClick={() => remove.mutate()}>
          Delete it
        </Button>
        <Button variant="default" size="sm" autoFocus onClick={onKeep}>
          Keep it
        </Button>
      </div>
      {remove.isError && (
        <p className={styles.fault} role="alert">
          {tellRuleRefusal(remove.error)}
        </p>
      )}
    </div>
  );
}
