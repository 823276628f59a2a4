import { useQuery } from '@tanstack/react-query';
import { DAY_MS, ceilTo, isoTime } from '../../core/time.ts';
import { sparklineQuery } from '../api/queries.ts';
import { Skeleton } from '../parts/part.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { useSeen } from '../parts/use-seen.ts';
import styles from './signal-table.module.css';

interface SignalSparklineProps {
  workload: string;
  signal: string;
  limit: number | null;
  nowMs: number;
}

/** One signal over the last 28 days, asked for once its row comes into view. */
export function SignalSparkline({ workload, signal, limit, nowMs }: SignalSparklineProps) {
  const [ref, isSeen] = useSeen();
  const toMs = ceilTo(nowMs, DAY_MS);
  const query = useQuery({
    ...sparklineQuery(workload, {
      signal,
      from: isoTime(toMs - 28 * DAY_MS),
      to: isoTime(toMs),
      step: '1d',
    }),
    enabled: isSeen,
  });
  return (
    <span ref={ref} className={styles.spark}>
      {query.data ? (
        <Sparkline points={query.data.points} limit={limit} />
      ) : query.isError ? (
        <span className={styles.quiet}>not loaded</span>
      ) : (
        <Skeleton height="1.25rem" width="6.5rem" />
      )}
    </span>
  );
}
