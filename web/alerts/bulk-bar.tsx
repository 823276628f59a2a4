import type { AlertAct } from '../api/alert-queries.ts';
import { formatPlural } from '../format/number.ts';
import { ActNews, AlertActs } from './alert-acts.tsx';
import styles from './bulk-bar.module.css';
import type { ActOutcome } from './tell-outcome.ts';
import type { ActTarget } from './use-alert-acts.ts';

interface BulkBarProps {
  /** What an act would be about. */
  targets: readonly ActTarget[];
  /** How many were selected; 0: the one with focus is meant. */
  chosen: number;
  asked: AlertAct['act'] | null;
  isPending: boolean;
  outcome: ActOutcome | null;
  onAsk: (act: AlertAct['act'] | null) => void;
  onSend: (act: AlertAct) => void;
  onClear: () => void;
  onAway: () => void;
}

/** What can be done with the alerts that are selected, at the lower edge of the window. */
export function BulkBar(props: BulkBarProps) {
  const { targets, chosen, asked, isPending, outcome, onAsk, onSend, onClear, onAway } = props;
  const isUsed = chosen > 0 || asked !== null;
  if (!isUsed && outcome === null) return null;
  const [first] = targets;
  return (
    <div className={styles.bar} role="group" aria-label="Selected alerts" data-print="off">
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
          <AlertActs asked={asked} isPending={isPending} onAsk={onAsk} onSend={onSend} />
        </div>
      )}
    </div>
  );
}
