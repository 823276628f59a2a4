import type { AuditFigures } from './build-audit-figures.ts';
import styles from './audit-panels.module.css';

/** How much of the week's capacity is used, and what earlier weeks left. */
export function AuditProgressPanel({ figures }: { figures: AuditFigures }) {
  return (
    <section className={styles.panel} aria-labelledby="audit-progress-title">
      <h2 id="audit-progress-title">{figures.headline}</h2>
      <div
        className={styles.bar}
        role="progressbar"
        aria-labelledby="audit-progress-title"
        aria-valuenow={Math.round(figures.percent)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${figures.percent}%` }} />
      </div>
      <p className={styles.note}>{figures.note}</p>
      <dl className={styles.lines}>
        {figures.weeks.map(({ name, words }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
