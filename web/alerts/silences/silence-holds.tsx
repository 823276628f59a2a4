import type { AlertItem } from '../../api/alert-queries.ts';
import type { Matcher } from '../../api/silence-queries.ts';
import { formatCount, formatPlural } from '../../format/number.ts';
import { nameOf } from './build-silence-rows.ts';
import { alertsMeant } from './silenced-alerts.ts';
import styles from './silence-fields.module.css';

interface SilenceHoldsProps {
  matchers: readonly Matcher[];
  /** Alerts that are open; undefined while they are not known. */
  open: readonly AlertItem[] | undefined;
}

/** Names that are told one by one. */
const NAMED = 5;

/** Which of the open alerts a silence would hold back, before anything is kept. */
export function SilenceHolds({ matchers, open }: SilenceHoldsProps) {
  if (open === undefined) return null;
  const meant = matchers.length === 0 ? [] : alertsMeant(matchers, open);
  if (meant === null) {
    return (
      <p className={styles.holds} role="status">
        What it would hold back shows once every label is whole.
      </p>
    );
  }
  const more = meant.length - NAMED;
  return (
    <div className={styles.holds} role="status">
      <p>
        {meant.length === 0
          ? `None of the ${formatPlural(open.length, 'open alert')} matches; later ones may.`
          : `It would hold back ${formatCount(meant.length)} of ${formatPlural(open.length, 'open alert')}, and what else matches until then:`}
      </p>
      {meant.length > 0 && (
        <ul>
          {meant.slice(0, NAMED).map((alert) => (
            <li key={alert.id}>{nameOf(alert)}</li>
          ))}
          {more > 0 && <li>and {formatCount(more)} more</li>}
        </ul>
      )}
    </div>
  );
}
