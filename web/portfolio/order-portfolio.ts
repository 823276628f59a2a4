import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import { sortRows, type SortValue } from '../tables/sort-rows.ts';
import type { PortfolioKey } from './portfolio-columns.ts';
import type { PortfolioChoice } from './portfolio-search.ts';

/** What a column is ordered by; null where it is not known. */
const ORDER_BY: Readonly<Record<PortfolioKey, (item: PortfolioItem) => SortValue>> = {
  verdict: ({ verdict }) => VERDICT_LOOK[verdict].order,
  title: ({ title }) => title,
  axes: () => null,
  value: ({ value_usd_month }) => value_usd_month,
  cost: ({ cost_usd_month }) => cost_usd_month,
  roi: ({ roi }) => roi,
  exposure: ({ exposure }) => exposure,
  due: ({ decision_due }) => decision_due,
  alerts: ({ alerts }) => alerts,
};

/** What comes first where the chosen column does not tell: the larger value, then the title. */
function byValue(a: PortfolioItem, b: PortfolioItem): number {
  const order = (b.value_usd_month ?? -Infinity) - (a.value_usd_month ?? -Infinity);
  return order || a.title.localeCompare(b.title);
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
  const chosen = items
    .filter(({ verdict }) => verdicts.length === 0 || verdicts.includes(verdict))
    .filter(
      ({ title, workload, owner }) =>
        needle === '' || `${title} ${workload} ${owner ?? ''}`.toLocaleLowerCase().includes(needle),
    )
    .toSorted(byValue);
  return sortRows(chosen, ORDER_BY[sort.key], sort.isDescending);
}
