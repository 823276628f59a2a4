import { Link } from '@tanstack/react-router';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { diffPolicies } from '../../decisions/policy/diff-policies.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import styles from './table-panel.module.css';

/** What holds for a risk class or for one workload instead, and why; nothing where there is none. */
export function ExceptionsPanel({ document }: { document: PolicyDocument }) {
  const { overrides = {}, risk_classes: classes = {} } = document;
  const bare: PolicyDocument = { ...DEFAULT_POLICY, ...document };
  const { overrides: _, risk_classes: __, ...general } = bare;
  const words = diffPolicies(general, bare);
  if (Object.keys(overrides).length + Object.keys(classes).length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="exceptions-title">
      <h3 id="exceptions-title">What holds instead</h3>
      <ul className={styles.words}>
        {words.map(({ path, words: text }) => (
          <li key={path}>{text}</li>
        ))}
      </ul>
      {Object.entries(overrides).map(([workload, { reason }]) => (
        <p key={workload} className={styles.quiet}>
          <Link to="/w/$id" params={{ id: workload }}>
            {workload}
          </Link>
          : “{reason}”
        </p>
      ))}
    </section>
  );
}
