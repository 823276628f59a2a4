import { Link } from '@tanstack/react-router';
import type { AlertTelling } from '../api/alert-queries.ts';
import { formatInstant, formatMoment } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { Skeleton } from '../parts/part.tsx';
import styles from './alert-detail.module.css';
import { buildTelling } from './build-telling.ts';

interface AlertTellingProps {
  /** Null while it is not known. */
  telling: AlertTelling | null;
  isOver: boolean;
  nowMs: number;
}

/** Who was told of an alert and when, and who is next if nobody acknowledges it. */
export function AlertTellingView({ telling, isOver, nowMs }: AlertTellingProps) {
  if (telling === null) return <Skeleton height="3rem" />;
  const view = buildTelling(telling, isOver, nowMs);
  return (
    <>
      {view.isUnheard && (
        <p className={styles.unheard}>
          No route leads from this alert to anybody.{' '}
          <Link to="/settings" search={{ tab: 'routes' }}>
            Set up routes
          </Link>
        </p>
      )}
      {view.next !== null && (
        <p className={styles.next}>
          <span className={styles.quiet}>Next: </span>
          {view.next}
        </p>
      )}
      {view.told.length === 0 && !view.isUnheard && (
        <p className={styles.quiet}>Nobody was told in the last day.</p>
      )}
      <ol className={styles.story}>
        {view.told.map(({ atMs, words, trouble }) => (
          <li key={`${atMs} ${words}`}>
            <time dateTime={new Date(atMs).toISOString()} {...explained(formatInstant(atMs))}>
              {formatMoment(atMs, nowMs)}
            </time>
            <div>
              <p>{words}</p>
              {trouble !== '' && <p className={styles.trouble}>{trouble}</p>}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
