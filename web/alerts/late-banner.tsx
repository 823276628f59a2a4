import { IconClockExclamation } from '@tabler/icons-react';
import type { AlertStatus } from '../api/alert-queries.ts';
import { formatInstant, formatSpan, instantMs } from '../format/time.ts';
import styles from './alerts-page.module.css';

/** Says that rules are not evaluated in time, so that silence is not taken for health. */
export function LateBanner({ status }: { status: AlertStatus | undefined }) {
  if (status === undefined || status.state === 'in_time') return null;
  const { evaluated_to: at, lag_seconds: lag, last_error: error } = status;
  return (
    <p className={styles.late} role="alert">
      <IconClockExclamation size={18} aria-hidden="true" />
      <span>
        Rules are evaluated {formatSpan(lag * 1000)} late, so newer alerts may be missing here.
        {at !== null && ` Last evaluated up to ${formatInstant(instantMs(at))}.`}
        {error !== null && ` ${error}`}
      </span>
    </p>
  );
}
