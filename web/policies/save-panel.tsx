import { Button, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { ApiError } from '../api/api-error.ts';
import { answer, api } from '../api/client.ts';
import { useMay } from '../api/use-may.ts';
import { policiesQuery, policyVersionsQuery } from '../api/policy-queries.ts';
import styles from './save-panel.module.css';

interface SavePanelProps {
  draft: PolicyDocument;
  /** The version that was changed. */
  version: number;
  onSaved: () => void;
}

const MAX_REASON = 4000;

/** Keeps a change as a new version, with why. */
export function SavePanel({ draft, version, onSaved }: SavePanelProps) {
  const mayWrite = useMay('write');
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.policies[':id'].$put({
          param: { id: draft.id },
          header: { 'if-match': `"${version}"` },
          query: { reason: reason.trim() },
          json: draft,
        }),
      ),
    onSuccess: async () => {
      const { queryKey } = policiesQuery;
      await Promise.all([
        queries.invalidateQueries({ queryKey, exact: true }),
        queries.invalidateQueries(policyVersionsQuery(draft.id)),
      ]);
      onSaved();
      // Trials too: what they are compared with has changed.
      for (const key of [queryKey, ['portfolio'], ['workload']]) {
        void queries.invalidateQueries({ queryKey: key });
      }
    },
  });
  if (!mayWrite) {
    return (
      <p className={styles.closed}>
        Your role tries policies; owners and approvers save them. The address keeps this trial.
      </p>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') save.mutate();
      }}
    >
      <TextInput
        className={styles.reason}
        label="Why is it changed?"
        description="Kept with the version, for everybody who asks later."
        value={reason}
        maxLength={MAX_REASON}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        type="submit"
        leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
        disabled={reason.trim() === ''}
        loading={save.isPending}
      >
        Save as version {version + 1}
      </Button>
      {save.isError && (
        <p className={styles.error} role="alert">
          {tellRefusal(save.error)}
        </p>
      )}
    </form>
  );
}

const STALE = 412;

function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be saved.';
  if (error.status === STALE) {
    return 'Somebody has saved another version meanwhile. Reload the page; your change stays in its address.';
  }
  return error.message;
}
