import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { CalendarRow } from './build-calendar-row.ts';
import styles from './calendar-list.module.css';

interface CalendarListProps {
  rows: readonly CalendarRow[];
  /** Workload that is open. */
  shown: string | null;
}

/** Every workload with the day of its next review. */
export function CalendarList({ rows, shown }: CalendarListProps) {
  if (rows.length === 0) {
    return (
      <p className={styles.none}>
        There is no workload yet. One appears with its first event; see{' '}
        <Link to="/ingest">Ingest</Link>.
      </p>
    );
  }
  return (
    <nav aria-label="Calendar of reviews">
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to="/reviews"
              search={{ workload: row.id }}
              resetScroll={false}
              className={styles.row}
              data-shown={row.id === shown}
              aria-current={row.id === shown ? 'true' : undefined}
            >
              <span className={styles.title}>{row.title}</span>
              <span className={styles.when} data-bad={row.isOverdue}>
                {row.isOverdue && <IconAlertTriangle size={14} aria-hidden="true" />}
                {row.due}, {row.when}
              </span>
              <span className={styles.rest}>
                Last: {row.last}; <span data-bad={row.hasLate}>{row.actions}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
