import { useQuery } from '@tanstack/react-query';
import { ingestStatusQuery } from '../api/queries.ts';
import { formatPlural } from '../format/number.ts';
import { useLiveState } from '../live/live.tsx';
import styles from './first-run-page.module.css';

/** Says whether anything has come in, also what was refused, which would otherwise look like silence. */
export function WaitingStep() {
  const isLive = useLiveState() === 'live';
  const status = useQuery(ingestStatusQuery);
  const rejected = status.data?.rejected ?? 0;
  return (
    <div role="status">
      <p className={styles.waiting}>
        <span className={styles.pulse} data-live={isLive} aria-hidden="true" />
        {isLive ? 'Waiting for the first event …' : 'The connection is lost; reconnecting …'}
      </p>
      {rejected > 0 && (
        <p className={styles.failure}>
          {formatPlural(rejected, 'event')} did not fit the data contract and{' '}
          {rejected === 1 ? 'was' : 'were'} refused; the answer to the request says what is wrong
          where.
        </p>
      )}
    </div>
  );
}
