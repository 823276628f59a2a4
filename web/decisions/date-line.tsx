import type { SigningView } from '../../decisions/signing/signing-view.ts';
import { formatCalendarDay, formatDay, instantMs } from '../format/time.ts';
import styles from './decisions-tab.module.css';

/** Until when a workload is decided, and what happens then. */
export function DateLine({ view, nowMs }: { view: SigningView; nowMs: number }) {
  const { decision_due: due, overdue, falls_back_at: at, safe_mode: mode } = view;
  if (due === null) {
    return (
      <p className={styles.quiet}>
        Nobody has set a date for the next decision: what you sign sets one.
      </p>
    );
  }
  const day = formatCalendarDay(due, nowMs);
  if (!overdue) return <p className={styles.quiet}>The next decision is due on {day}.</p>;
  const fall = at === null ? '' : formatDay(instantMs(at), nowMs);
  return (
    <p className={styles.overdue}>
      Overdue since {day}: the verdict is capped at hold
      {view.has_fallen_back
        ? `, and since ${fall} the workload has fallen back to ${mode}. A new decision lifts both.`
        : `, and on ${fall} the workload falls back to ${mode} unless somebody decides.`}
    </p>
  );
}
