import { COST_CATEGORIES, type CostCategory } from '../../signals/history-rows.ts';
import type { ReturnDay } from '../../signals/return.ts';

/** A sum over the days on which it is known. */
export interface KnownSum {
  /** Null where it is known on no day. */
  readonly usd: number | null;
  readonly days: number;
}

/** What a span of days came to. What is not known is left out and counted, never 0. */
export interface ReturnTotals {
  /** Days with telemetry of any sort. */
  readonly days: number;
  readonly value: KnownSum;
  readonly cost: KnownSum;
  /** Of the days on which both are known. */
  readonly net: KnownSum;
  /** Categories with any cost, or with cost that is not known, the largest first. */
  readonly categories: readonly {
    readonly category: CostCategory;
    readonly usd: number | null;
    /** Of all known cost, 0 to 1. */
    readonly share: number;
  }[];
  readonly runs: number;
  readonly valuedRuns: number;
  readonly unpricedRuns: number;
  readonly eligible: number | null;
  readonly used: number | null;
}

/** A day's full cost as far as it is known; null where none of it is. */
export function dayCostUsd({ cost_usd: costs }: ReturnDay): number | null {
  if (costs === null) return null;
  const known = COST_CATEGORIES.flatMap((category) => costs[category] ?? []);
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0);
}

/** Sums of a span of days. */
export function buildReturnTotals(days: readonly ReturnDay[]): ReturnTotals {
  const lived = days.filter(
    (day) =>
      day.runs > 0 || day.value_usd !== null || day.cost_usd !== null || day.eligible !== null,
  );
  const cost = sumKnown(lived.map(dayCostUsd));
  return {
    days: lived.length,
    value: sumKnown(lived.map((day) => day.value_usd)),
    cost,
    net: sumKnown(
      lived.map((day) => {
        const spent = dayCostUsd(day);
        return day.value_usd === null || spent === null ? null : day.value_usd - spent;
      }),
    ),
    categories: categoriesOf(lived, cost.usd ?? 0),
    runs: sum(lived, ({ runs }) => runs),
    valuedRuns: sum(lived, ({ valued_runs }) => valued_runs),
    unpricedRuns: sum(lived, ({ unpriced_runs }) => unpriced_runs),
    eligible: sumKnown(lived.map((day) => day.eligible)).usd,
    used: sumKnown(lived.map((day) => day.used)).usd,
  };
}

function categoriesOf(days: readonly ReturnDay[], total: number): ReturnTotals['categories'] {
  return COST_CATEGORIES.flatMap((category) => {
    const amounts = days.flatMap(({ cost_usd: costs }) =>
      costs === null ? [] : [costs[category]],
    );
    const { usd } = sumKnown(amounts);
    const isMissing = amounts.includes(null);
    if (usd === 0 && !isMissing) return [];
    if (amounts.length === 0) return [];
    return [{ category, usd, share: total > 0 && usd !== null ? usd / total : 0 }];
  }).toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0));
}

function sumKnown(amounts: readonly (number | null)[]): KnownSum {
  const known = amounts.filter((amount) => amount !== null);
  return {
    usd: known.length === 0 ? null : known.reduce((all, one) => all + one, 0),
    days: known.length,
  };
}

function sum(days: readonly ReturnDay[], of: (day: ReturnDay) => number): number {
  return days.reduce((all, day) => all + of(day), 0);
}
