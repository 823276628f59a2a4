import '../ingest/contract/zod-without-eval.ts';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { gatesQuery, recordVersionQuery } from '../api/gate-queries.ts';
import { sessionQuery } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import type { WorkloadSearch } from '../workload/workload-search.ts';
import { buildReadiness } from './build-readiness.ts';
import { MovePanel } from './move-panel.tsx';
import { RecordEditor } from './record-editor.tsx';
import { RecordSummary } from './record-summary.tsx';
import styles from './readiness-tab.module.css';
import { StageList } from './stage-list.tsx';
import { StagePath } from './stage-path.tsx';

interface ReadinessTabProps {
  id: string;
  search: WorkloadSearch;
  nowMs: number;
}

/** Where a workload is on its way, what proves that it may go on, and who has to sign what. */
export function ReadinessTab({ id, search, nowMs }: ReadinessTabProps) {
  const gates = useQuery(gatesQuery(id));
  const record = useQuery(recordVersionQuery(id));
  const scopes = useQuery(sessionQuery).data?.scopes ?? [];
  const mayWrite = scopes.includes('write') || scopes.includes('admin');
  return (
    <Part name="The record" query={record} skeleton={<Skeleton height="10rem" />}>
      {(version) =>
        search.record === 'edit' ? (
          <RecordEditor opened={version} mayWrite={mayWrite} />
        ) : (
          <div className={styles.tab}>
            <Part name="The gates" query={gates} skeleton={<Skeleton height="36rem" />}>
              {({ items, placed_without_gates }) => {
                const readiness = buildReadiness(version.document, items, nowMs);
                return (
                  <>
                    <StagePath stages={readiness.stages} />
                    {placed_without_gates && (
                      <p className={styles.placed}>
                        <IconInfoCircle size={16} aria-hidden="true" /> Placed in production without
                        passing its gates: its record began there.
                      </p>
                    )}
                    <div className={styles.columns}>
                      <StageList
                        // Where it is when it is opened; another stage opens another part.
                        key={readiness.here}
                        id={id}
                        stages={readiness.stages}
                        opened={search.gate ?? null}
                        nowMs={nowMs}
                      />
                      <aside className={styles.side} aria-label="What comes next">
                        <MovePanel record={version} readiness={readiness} mayWrite={mayWrite} />
                        <RecordSummary document={version.document} />
                      </aside>
                    </div>
                  </>
                );
              }}
            </Part>
            <p className={styles.quiet} data-print="off">
              Everything that is signed or written here stays on record.{' '}
              <Link to="/policies">Policies</Link> say which gates scale waits for.
            </p>
          </div>
        )
      }
    </Part>
  );
}
