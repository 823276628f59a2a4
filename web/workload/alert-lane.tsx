import { Link } from '@tanstack/react-router';
import { SeverityIcon } from '../alerts/severity-mark.tsx';
import { explained } from '../parts/explain.tsx';
import type { AlertStretch } from './build-alert-stretches.ts';
import styles from './lanes.module.css';

/** When alerts fired, on the chart's axis; each leads to its page. */
export function AlertLane({ stretches }: { stretches: readonly AlertStretch[] }) {
  return (
    <div className={styles.lane}>
      <span className={styles.name}>Alerts</span>
      {stretches.length === 0 ? (
        <p className={styles.none}>no alert in this time</p>
      ) : (
        <ol className={styles.track}>
          {stretches.map((stretch) => (
            <li
              key={stretch.id}
              className={styles.place}
              // One that begins now still has its sign on the lane.
              style={{ left: `min(${stretch.from}%, 100% - 1.5rem)`, width: `${stretch.width}%` }}
            >
              <Link
                to="/alerts"
                search={{ alert: stretch.id, ...(stretch.isOpen ? {} : { tab: 'ended' as const }) }}
                className={styles.alert}
                data-severity={stretch.severity}
                {...explained(stretch.explanation)}
              >
                <SeverityIcon severity={stretch.severity} />
                {stretch.count > 1 && (
                  <span className={styles.alertCount} aria-hidden="true">
                    {stretch.count}
                  </span>
                )}
                <span className="hidden-visually">
                  {stretch.count === 1 ? 'Alert' : `${stretch.count} alerts`}: {stretch.name}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
