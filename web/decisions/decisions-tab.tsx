import '../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { signingQuery, workloadDecisionsQuery } from '../api/decision-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { DecisionHistory } from './decision-history.tsx';
import styles from './decisions-tab.module.css';
import { SignPanel } from './sign-panel.tsx';
import { WaitingPanel } from './waiting-panel.tsx';

interface DecisionsTabProps {
  assessment: Assessment;
  /** Null while the record is not known. */
  record: WorkloadDocument | null;
  nowMs: number;
}

/** Signing or overruling a workload's verdict, and what was decided before. */
export function DecisionsTab({ assessment, record, nowMs }: DecisionsTabProps) {
  const id = assessment.workload;
  const signing = useQuery(signingQuery(id));
  const decisions = useQuery(workloadDecisionsQuery(id));
  const waiting = decisions.data?.items.find((item) => item.id === signing.data?.awaiting);
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Part name="Who may sign" query={signing} skeleton={<Skeleton height="28rem" />}>
          {(view) => (
            <>
              {waiting !== undefined && (
                <WaitingPanel
                  key={waiting.id}
                  decision={waiting}
                  view={view}
                  assessment={assessment}
                  nowMs={nowMs}
                />
              )}
              {record === null ? (
                <Skeleton height="28rem" />
              ) : (
                <SignPanel assessment={assessment} record={record} view={view} nowMs={nowMs} />
              )}
            </>
          )}
        </Part>
      </div>
      <Part name="The decisions" query={decisions} skeleton={<Skeleton height="20rem" />}>
        {({ items }) => <DecisionHistory items={items} nowMs={nowMs} />}
      </Part>
    </div>
  );
}
