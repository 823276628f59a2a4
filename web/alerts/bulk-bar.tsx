import type { AlertAct } from '../api/alert-queries.ts';
import { formatPlural } from '../format/number.ts';
import { ActNews, AlertActs, type AskedAct } from './alert-acts.tsx';
import styles from './bulk-bar.module.css';
import type { ActOutcome } from './tell-outcome.ts';
import type { ActTarget } from './use-alert-acts.ts';

interface BulkBarProps {
  /** What an act would be about. */
  targets: readonly ActTarget[];
  /** How many were selected; 0: the one with focus is meant. */
  chosen: number;
  asked: AskedAct | null;
  isPending: boolean;
  outcome: ActOutcome | null;
  onAsk: (act: AskedAct | null) => void;
  onSend: (act: AlertAct) => void;
  onSilenced: (outcome: ActOutcome) => void;
  onClear: () => void;
  onAway: () => void;
}

/** What can be done with the alerts that are selected, at the lower edge of the window. */
export function BulkBar(props: BulkBarProps) {
  const { targets, chosen, asked, isPending, outcome, onAsk, onSend, onSilenced, onClear, onAway } =
    props;
  const isUsed = chosen > 0 || asked !== null;
  if (!isUsed && outcome === null) return null;
  const [first] = targets;
  return (
    <div
      className={styles.bar}
      data-sticks="bottom"
      role="group"
      aria-label="Selected alerts"
      data-print="off"
    >
      <ActNews outcome={outcome} onAway={onAway} />
      {isUsed && first !== undefined && (
        <div className={styles.use}>
          <p className={styles.what}>
            {targets.length === 1 ? first.name : formatPlural(targets.length, 'alert')}
            {chosen > 0 && (
              <button type="button" className={styles.clear} onClick={onClear}>
                Select none
              </button>
            )}
          </p>
          <AlertActs
            targets={targets.map(({ id }) => id)}
            asked={asked}
            isPending={isPending}
            onAsk={onAsk}
            onSend={onSend}
            onSilenced={onSilenced}
          />
        </div>
      )}
    </div>
  );
}
