import type { Interval } from './interval.ts';

/** A number within its interval, all in one unit. */
export interface Bounded extends Interval {
  readonly value: number;
}

/**
 * Interval of a difference from the intervals of both sides: each end of the difference is as far out as the two ends
 * that pull it there, added as squares, because independent errors seldom go to their ends together.
 *
 * Source: Zou and Donner 2008 (Statistics in Medicine 27), the method of variance estimates recovery. For symmetric
 * intervals of equal multiplier it is the usual interval of a difference of means.
 * @param before low ≤ value ≤ high, finite
 * @param after likewise
 * @returns after − before, in the same unit
 * @example differenceInterval({ value: 10, low: 7, high: 13 }, { value: 20, low: 16, high: 24 }) // {low: 5.0, high: 15.0}
 */
export function differenceInterval(before: Bounded, after: Bounded): Interval {
  const difference = after.value - before.value;
  return {
    low: difference - Math.hypot(after.value - after.low, before.high - before.value),
    high: difference + Math.hypot(after.high - after.value, before.value - before.low),
  };
}

/**
 * The widest interval of a difference that the intervals of both sides allow: it holds whenever both do, however the
 * two were made.
 * @param before low ≤ high, finite
 * @param after likewise
 * @example widestDifference({ low: 7, high: 13 }, { low: 16, high: 24 }) // {low: 3, high: 17}
 */
export function widestDifference(before: Interval, after: Interval): Interval {
  return { low: after.low - before.high, high: after.high - before.low };
}
