import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RuleDocument } from '../api/rule-queries.ts';
import { formatPlural } from '../format/number.ts';
import styles from './alerts-page.module.css';

/** What stands there on a quiet night. */
export function NothingFires({ rules }: { rules: readonly RuleDocument[] | undefined }) {
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
        </p>
      )}
    </div>
  );
}
