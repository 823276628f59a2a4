import { explained } from '../parts/explain.tsx';
import type { AuditRun } from './build-audit-run.ts';
import styles from './audit-run-card.module.css';

/** What is kept of one run, as plain text: nothing of it is ever taken for markup. */
export function AuditRunCard({ run }: { run: AuditRun }) {
  return (
    <article className={styles.card} aria-label={`Run ${run.id}`}>
      <p className={styles.head}>
        <span className={styles.why}>{run.why}</span>
        <span {...explained(run.instant)}>{run.time}</span>
        <span className={styles.id}>{run.id}</span>
      </p>
      {run.texts.length === 0 ? (
        <p className={styles.none}>
          Nothing was kept of what was said. Send question and answer as <code>attributes</code> of
          the run, and they are read here.
        </p>
      ) : (
        <dl className={styles.texts}>
          {run.texts.map(({ name, text }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {run.error !== null && <p className={styles.error}>{run.error}</p>}
      <dl className={styles.facts}>
        {run.facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
