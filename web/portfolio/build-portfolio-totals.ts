import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { VERDICT_ORDER } from '../theme/verdict-look.ts';

export interface PortfolioTotals {
  /** Those that are not retired; all below is of them. */
  readonly workloads: number;
  readonly retired: number;
  readonly byVerdict: readonly {
    readonly verdict: Verdict;
    readonly count: number;
    readonly titles: readonly string[];
  }[];
  /** Sums in USD a month; null where no workload states any. `known` counts those that do. */
  readonly value: { readonly usd: number | null; readonly known: number };
  readonly cost: { readonly usd: number | null; readonly known: number };
  /** Value less cost and value over cost, of the workloads of which both are known. */
  readonly net: {
    readonly usd: number;
    readonly ratio: number | null;
    readonly known: number;
  } | null;
  readonly overdue: number;
  readonly runs: number;
}

function sumKnown(amounts: readonly (number | null)[]): { usd: number | null; known: number } {
  const known = amounts.filter((amount) => amount !== null);
  return {
    usd: known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0),
    known: known.length,
  };
}

/**
 * The whole portfolio in a few figures. What is not known is left out and counted, never 0; what is retired
 * is decided, and counts beside the rest.
 */
export function buildPortfolioTotals(all: readonly PortfolioItem[]): PortfolioTotals {
  const items = all.filter(({ stage }) => stage !== 'retired');
  const both = items.flatMap(({ value_usd_month: value, cost_usd_month: cost }) =>
    value === null || cost === null ? [] : [{ value, cost }],
  );
  const value = both.reduce((sum, one) => sum + one.value, 0);
  const cost = both.reduce((sum, one) => sum + one.cost, 0);
  return {
    workloads: items.length,
    retired: all.length - items.length,
    byVerdict: VERDICT_ORDER.map((verdict) => {
      const those = items
        .filter((item) => item.verdict === verdict)
        .toSorted((a, b) => (b.value_usd_month ?? 0) - (a.value_usd_month ?? 0));
      return { verdict, count: those.length, titles: those.map(({ title }) => title) };
    }),
    value: sumKnown(items.map((item) => item.value_usd_month)),
    cost: sumKnown(items.map((item) => item.cost_usd_month)),
    net:
      both.length === 0
        ? null
        : { usd: value - cost, ratio: cost > 0 ? value / cost : null, known: both.length },
    overdue: items.filter(({ overdue }) => overdue).length,
    runs: items.reduce((sum, { runs_month }) => sum + runs_month, 0),
  };
}
