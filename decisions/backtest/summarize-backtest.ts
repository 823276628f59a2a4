import type { BacktestSummary, VerdictComparison } from './backtest.ts';
import { toHundredths } from './published-verdicts.ts';

/**
 * All workloads of a backtest together.
 * @example summarizeBacktest([]).lead_days // null
 */
export function summarizeBacktest(items: readonly VerdictComparison[]): BacktestSummary {
  const affected = items.filter(({ differences }) => differences.length > 0);
  const count = (side: 'before' | 'after'): number =>
    items.reduce((sum, { changes }) => sum + changes[side].length, 0);
  const meanFlips = (side: 'before' | 'after'): number =>
    toHundredths(
      items.reduce((sum, item) => sum + item.flips_per_quarter[side], 0) / (items.length || 1),
    );
  return {
    workloads: items.length,
    affected: affected.length,
    changes: { before: count('before'), after: count('after') },
    flips_per_quarter: { before: meanFlips('before'), after: meanFlips('after') },
    lead_days: median(affected.flatMap(({ lead_days }) => lead_days ?? [])),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : toHundredths((lower + upper) / 2);
}
