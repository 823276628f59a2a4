import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RuleDocument } from '../api/rule-queries.ts';
import { formatPlural } from '../format/number.ts';
import { formatClock, formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import styles from './alerts-page.module.css';

interface NothingFiresProps {
  rules: readonly RuleDocument[] | undefined;
  /** End of the last minute that was evaluated; null: none yet, or not known. */
  evaluatedTo: string | null;
}

/** What stands there on a quiet night. */
export function NothingFires({ rules, evaluatedTo }: NothingFiresProps) {
  const watching = rules?.filter(({ enabled }) => enabled).length;
  return (
    <div className={styles.quiet}>
      <IconCircleCheck size={28} aria-hidden="true" />
      {watching === undefined ? (
        <p>Alerts appear here by themselves.</p>
      ) : watching === 0 ? (
        <p>
          No rule is turned on, so nothing can fire. <Link to="/rules">Write one</Link> to be told
          when a workload goes wrong.
        </p>
      ) : (
        <p>
          <Link to="/rules">{formatPlural(watching, 'rule')}</Link> {watching === 1 ? 'is' : 'are'}{' '}
          looked at every minute; what fires appears here by itself.
          {evaluatedTo !== null && (
            <span {...explained(formatInstant(instantMs(evaluatedTo)))}>
              {' '}
              Last evaluated up to {formatClock(instantMs(evaluatedTo))}.
            </span>
          )}
        </p>
      )}
    </div>
  );
}
