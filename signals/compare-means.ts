import { differenceInterval } from '../core/statistics/difference-interval.ts';
import type { Bounded } from '../core/statistics/difference-interval.ts';
import { differenceLevel } from '../core/statistics/difference-level.ts';
import { differenceSkewRoom } from '../core/statistics/difference-skew-room.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import { findForComparison } from './compare-finding.ts';
import type { ComparedWindows, Difference } from './compare-difference.ts';
import type { EstimateParameters } from './estimate.ts';
import type { Finding } from './finding.ts';

/** Names the method of differences of means, for people. */
export const MEAN_DIFFERENCE_METHOD = 'asymptotic sequence of both means';
/** Names the method of differences of ratios, for people. */
export const RATIO_DIFFERENCE_METHOD = 'both Fieller intervals, put together as squares';

/**
 * Difference of two means, or of two ratios of means: each side's interval is taken at the level at which the two
 * together hold at every look, and their distances to the estimates are added as squares; where one side is much smaller,
 * there is room for skewed data.
 * @param entry a mean or a ratio of which both parts have a number
 * @param params with the error level of this one difference
 */
export function compareMeans(
  entry: SignalEntry,
  { before, after }: ComparedWindows,
  params: EstimateParameters,
): Difference {
  const method = entry.estimator === 'ratio' ? RATIO_DIFFERENCE_METHOD : MEAN_DIFFERENCE_METHOD;
  const worth = {
    before: findForComparison(entry, before, params).nEffective,
    after: findForComparison(entry, after, params).nEffective,
  };
  const levelBeside = (otherN: number): EstimateParameters => ({
    ...params,
    ...differenceLevel(otherN, params.alpha, params.expectedSample),
  });
  const left = bounded(entry, findForComparison(entry, before, levelBeside(worth.after)));
  const right = bounded(entry, findForComparison(entry, after, levelBeside(worth.before)));
  if (left === null || right === null) {
    const reason = 'One side’s figures are too few for a difference with a finite interval.';
    return { kind: 'unknown', method, reason };
  }
  const value = right.value - left.value;
  const { low, high } = differenceInterval(left, right);
  const room = differenceSkewRoom(worth.before, worth.after);
  return {
    kind: 'known',
    value,
    method,
    low: value - room * (value - low),
    high: value + room * (high - value),
  };
}

/** An interval that was cut at what the number cannot leave is taken as far out as on its other side. */
function bounded({ estimator }: SignalEntry, found: Finding): Bounded | null {
  const interval = found.state === 'ok' ? found.interval() : null;
  if (found.state !== 'ok' || interval === null) return null;
  const { value } = found;
  if (estimator === 'ratio') return { value, ...interval };
  const halfWidth = Math.max(value - interval.low, interval.high - value);
  return { value, low: value - halfWidth, high: value + halfWidth };
}
