import { useQuery } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { runsQuery } from '../api/queries.ts';
import { formatMoment, instantMs } from '../format/time.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildRunRow } from './build-run-row.ts';
import { RawRunsTable } from './raw-runs-table.tsx';
import styles from './raw-runs.module.css';

interface RawRunsProps {
  id: string;
  /** Ends of the step, RFC 3339. */
  from: string;
  to: string;
  nowMs: number;
  onClose: () => void;
}

/** The raw runs of one step of the chart. */
export function RawRuns({ id, from, to, nowMs, onClose }: RawRunsProps) {
  const fromMs = instantMs(from);
  const toMs = instantMs(to);
  const query = useQuery(runsQuery(id, { from, to }));
  return (
    <section className={styles.runs} aria-labelledby="runs-title">
      <header className={styles.header}>
        <h3 id="runs-title">
          Raw runs, {formatMoment(fromMs, nowMs)} to {formatMoment(toMs, nowMs)}
        </h3>
        <button
          type="button"
          className={styles.close}
          onClick={onClose}
          aria-label="Close the raw runs"
        >
          <IconX size={16} aria-hidden="true" />
        </button>
      </header>
      <Part name="The raw runs" query={query} skeleton={<Skeleton height="10rem" />}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className={styles.none}>No raw run is kept from this time.</p>
          ) : (
            <>
              <RawRunsTable rows={items.map((run) => buildRunRow(run, nowMs))} />
              {next !== null && (
                <p className={styles.none}>
                  The newest {items.length} of this time. Choose a shorter range for fewer.
                </p>
              )}
            </>
          )
        }
      </Part>
    </section>
  );
}
