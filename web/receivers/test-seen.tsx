import { Button } from '@mantine/core';
import { IconEyeCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { acknowledgeTest, receiversQuery } from '../api/receiver-queries.ts';
import { tellRefusal } from '../readiness/tell-refusal.ts';
import type { ReceiverRow } from './build-receiver-row.ts';
import styles from './receivers-panel.module.css';

interface TestSeenProps {
  id: string;
  test: NonNullable<ReceiverRow['test']>;
  mayTell: boolean;
}

/** Whether anybody saw the last test alert, and the way to say so. */
export function TestSeen({ id, test, mayTell }: TestSeenProps) {
  const queries = useQueryClient();
  const seen = useMutation({
    mutationFn: () => acknowledgeTest(id),
    // Gates of every workload whose alerts go there rest on it.
    onSettled: () =>
      Promise.all(
        [receiversQuery.queryKey, ['workload']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <div className={styles.test}>
      <p>{test.words}</p>
      {!test.isSeen && mayTell && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconEyeCheck size={15} aria-hidden="true" />}
          aria-label={`I saw it: the test alert to ${id}`}
          loading={seen.isPending}
          onClick={() => seen.mutate()}
        >
          I saw it
        </Button>
      )}
      {seen.isError && (
        <p className={styles.fault} role="alert">
          {tellRefusal(seen.error)}
        </p>
      )}
    </div>
  );
}
