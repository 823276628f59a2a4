import type { AlertItem } from '../api/alert-queries.ts';
import { formatInstant, formatMoment } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import styles from './alert-detail.module.css';
import { buildAlertStory } from './build-alert-story.ts';

/** What happened to an alert and what people did about it, the latest first. */
export function AlertTimeline({ item, nowMs }: { item: AlertItem; nowMs: number }) {
  return (
    <ol className={styles.story}>
      {buildAlertStory(item).map(({ atMs, words, note }, index) => (
        <li key={index}>
          <time dateTime={new Date(atMs).toISOString()} {...explained(formatInstant(atMs))}>
            {formatMoment(atMs, nowMs)}
          </time>
          <div>
            <p>{words}</p>
            {note !== '' && <p className={styles.note}>{note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
