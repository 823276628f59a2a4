import { Button } from '@mantine/core';
import { IconAlertOctagon, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { checkRecord, recordCheckQuery } from '../api/record-queries.ts';
import { useNow } from '../live/now.ts';
import { explained } from '../parts/explain.tsx';
import { Part, PartError, Skeleton } from '../parts/part.tsx';
import { buildCheckView, type CheckView } from './build-check-view.ts';
import styles from './check-panel.module.css';

/** Whether the record is as it was written, and a way to look again. */
export function CheckPanel({ onOpen }: { onOpen: (sequence: string) => void }) {
  const nowMs = useNow();
  const queries = useQueryClient();
  const last = useQuery(recordCheckQuery);
  const check = useMutation({
    mutationFn: checkRecord,
    onSuccess: (found) => queries.setQueryData(recordCheckQuery.queryKey, found),
  });
  return (
    <>
      {check.isError && <PartError name="The check" error={check.error} />}
      <Part name="The last check" query={last} skeleton={<Skeleton height="4rem" />}>
        {(found) => (
          <CheckOutcome
            view={buildCheckView(found, nowMs)}
            isChecking={check.isPending}
            onCheck={() => check.mutate()}
            onOpen={onOpen}
          />
        )}
      </Part>
    </>
  );
}

interface CheckOutcomeProps {
  view: CheckView;
  isChecking: boolean;
  onCheck: () => void;
  onOpen: (sequence: string) => void;
}

function CheckOutcome({ view, isChecking, onCheck, onOpen }: CheckOutcomeProps) {
  const Icon = view.isWell ? IconShieldCheck : IconAlertOctagon;
  const { badRecord } = view;
  return (
    <section className={styles.panel} data-well={view.isWell} aria-labelledby="check-title">
      <Icon size={22} aria-hidden="true" />
      <div className={styles.words} role={view.isWell ? 'status' : 'alert'}>
        <h2 id="check-title">{view.title}</h2>
        {view.problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
        <p className={styles.quiet} {...(view.head === null ? {} : explained(view.head))}>
          {view.checked}, against the chain and the head kept outside the database.
        </p>
      </div>
      <div className={styles.acts} data-print="off">
        {badRecord !== null && (
          <Button size="xs" variant="default" onClick={() => onOpen(badRecord)}>
            Open record {badRecord}
          </Button>
        )}
        <Button size="xs" variant="default" loading={isChecking} onClick={onCheck}>
          Check now
        </Button>
      </div>
    </section>
  );
}
