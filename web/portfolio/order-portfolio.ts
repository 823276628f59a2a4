import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import type { PortfolioChoice, SortKey } from './portfolio-search.ts';

/** What a column is ordered by; null where it is not known. */
const ORDER_BY: Readonly<Record<SortKey, (item: PortfolioItem) => number | string | null>> = {
  verdict: ({ verdict }) => VERDICT_LOOK[verdict].order,
  title: ({ title }) => title.toLocaleLowerCase(),
  value: ({ value_usd_month }) => value_usd_month,
  cost: ({ cost_usd_month }) => cost_usd_month,
  roi: ({ roi }) => roi,
  exposure: ({ exposure }) => exposure,
  due: ({ decision_due }) => decision_due,
  alerts: ({ alerts }) => alerts,
};

function compareKnown(a: number | string, b: number | string): number {
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  return a - b;
}

/**
 * The items a choice leaves, in its order. What is not known comes last whichever way the order
 * runs; ties go to the larger value, then to the title.
 */
export function orderPortfolio(
  items: readonly PortfolioItem[],
  { verdicts, text, sort }: PortfolioChoice,
): PortfolioItem[] {
  const needle = text.trim().toLocaleLowerCase();
  const read = ORDER_BY[sort.key];
  return items
    .filter(({ verdict }) => verdicts.length === 0 || verdicts.includes(verdict))
    .filter(
      ({ title, workload, owner }) =>
        needle === '' || `${title} ${workload} ${owner ?? ''}`.toLocaleLowerCase().includes(needle),
    )
    .toSorted((a, b) => {
      const [left, right] = [read(a), read(b)];
      if (left !== null && right !== null) {
        const order = compareKnown(left, right);
        if (order !== 0) return sort.isDescending ? -order : order;
      } else if (left !== right) {
        return left === null ? 1 : -1;
      }
      const byValue = (b.value_usd_month ?? -Infinity) - (a.value_usd_month ?? -Infinity);
      return byValue || a.title.localeCompare(b.title);
    });
}
