import type { BudgetMonth } from '../../signals/return.ts';
import { explained } from '../parts/explain.tsx';
import { buildBudget } from './build-budget.ts';
import styles from './budget-panel.module.css';

/** The running month: spent, projected, allowed. */
export function BudgetPanel({ month, nowMs }: { month: BudgetMonth; nowMs: number }) {
  const { spent, projected, budget, elapsed, isOver, lines, note } = buildBudget(month, nowMs);
  return (
    <section className={styles.panel} aria-labelledby="budget-title">
      <h2 id="budget-title">Budget this month</h2>
      <div className={styles.bar} data-known={spent !== null} aria-hidden="true">
        {projected !== null && (
          <span className={styles.projected} style={{ width: `${projected}%` }} />
        )}
        {spent !== null && <span className={styles.spent} style={{ width: `${spent}%` }} />}
        {elapsed !== null && <span className={styles.elapsed} style={{ left: `${elapsed}%` }} />}
        {budget !== null && (
          <span className={styles.budget} data-over={isOver} style={{ left: `${budget}%` }} />
        )}
      </div>
      <dl className={styles.lines}>
        {lines.map(({ name, value, exact }) => (
          <div
            key={name}
            {...explained(`${name}\t${exact}\nUnit\tUSD\nWindow\tthe running month (UTC)`)}
          >
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{note}</p>
    </section>
  );
}
