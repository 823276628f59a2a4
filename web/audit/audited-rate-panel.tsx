import { explained } from '../parts/explain.tsx';
import { IntervalBar } from '../parts/interval-bar.tsx';
import type { AuditedRate } from './build-audit-figures.ts';
import styles from './audit-panels.module.css';

/** How often the system is wrong when nobody chose what to look at. */
export function AuditedRatePanel({ rate }: { rate: AuditedRate }) {
  return (
    <section className={styles.panel} aria-labelledby="audited-rate-title">
      <h2 id="audited-rate-title">Audited error rate</h2>
      <p className={styles.figure} {...explained(rate.explanation)}>
        {rate.value} <small>{rate.bounds}</small>
      </p>
      {rate.reading !== null && <IntervalBar reading={rate.reading} tone={rate.tone} />}
      <p className={styles.note}>{rate.note}</p>
    </section>
  );
}
