import { pairedDifference } from '../core/statistics/difference-paired.ts';
import type { PairedCounts } from '../core/statistics/difference-paired.ts';
import { compareMeans } from './compare-means.ts';
import { compareProportions } from './compare-proportions.ts';
import { compareQuantiles } from './compare-quantiles.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import type { ComparedWindows, Difference } from './compare-difference.ts';
import type { EstimateParameters } from './estimate.ts';

/** Names the method of paired differences, for people. */
export const PAIRED_METHOD = 'Dirichlet mixture sequence on items that both answered';

/**
 * The difference of a signal between two parts, with an interval that stays valid however often it is looked at
 * while runs are added; null for signals without an interval of their own, such as counts.
 * @param entry a signal of which both parts have a number
 * @param params with the error level of this one difference
 */
export function compareSignal(
  entry: SignalEntry,
  windows: ComparedWindows,
  params: EstimateParameters,
): Difference | null {
  switch (entry.estimator) {
    case 'proportion':
      return compareProportions(entry, windows, params);
    case 'quantile':
      return compareQuantiles(entry, windows, params);
    case 'mean':
    case 'ratio':
      return compareMeans(entry, windows, params);
    case 'distance':
    case 'trend':
    case 'count':
    case 'projection':
    case 'age':
      return null;
  }
}

/**
 * The difference in the share passed, over items that both parts answered: what is hard or easy for both
 * falls out.
 * @param pairs at least one
 * @param alpha error level of this one difference
 */
export function comparePairs(pairs: PairedCounts, alpha: number): Difference {
  const count = pairs.improved + pairs.worsened + pairs.unchanged;
  const value = (pairs.improved - pairs.worsened) / count;
  return { kind: 'known', value, method: PAIRED_METHOD, ...pairedDifference(pairs, alpha) };
}
