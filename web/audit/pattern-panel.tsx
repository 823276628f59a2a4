import type { PatternCount } from '../api/audit-queries.ts';
import { formatCount } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import styles from './audit-panels.module.css';

interface PatternPanelProps {
  id: string;
  patterns: readonly PatternCount[];
  nowMs: number;
}

/** Patterns before the rest is left to the export. */
const SHOWN = 12;

/** What goes wrong, counted, and the cases as an evaluation set. */
export function PatternPanel({ id, patterns, nowMs }: PatternPanelProps) {
  return (
    <section className={styles.panel} aria-labelledby="patterns-title">
      <h2 id="patterns-title">Failure patterns</h2>
      {patterns.length === 0 ? (
        <p className={styles.note}>
          None was named in the last 90 days. A reviewer names one beside the verdict.
        </p>
      ) : (
        <ol className={styles.lines}>
          {patterns.slice(0, SHOWN).map((one) => (
            <li
              key={one.pattern}
              {...explained(
                `${one.pattern}\nReviews\t${formatCount(one.reviews)}\nOf them random\t${formatCount(one.random)}\nLast\t${formatDay(instantMs(one.last_at), nowMs)}`,
              )}
            >
              <span className={styles.name}>{one.pattern}</span>
              <span>{formatCount(one.reviews)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className={styles.note}>
        <a href={`/api/workloads/${id}/audit/export`} download={`${id}-cases.ndjson`}>
          Export what was wrong as an evaluation set
        </a>{' '}
        (NDJSON, one case a line).
      </p>
    </section>
  );
}
