import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';

/** A slope in y's unit per x's unit; `interval` is null where too few points give it an end at this confidence. */
export interface TheilSenSlope {
  readonly slope: number;
  readonly interval: Interval | null;
}

/**
 * The median of the slopes between all pairs of points, with its confidence interval.
 *
 * The interval lies between the order statistics (N ∓ C)/2, C = z·σ of Kendall's S corrected for ties (rounded
 * outward); at one look, for independent points. Source: Sen 1968 (JASA 63). Takes n²/2 slopes: a few hundred points.
 * @param xs e.g. days
 * @param ys as many values, any unit; throws a RangeError when lengths differ or a value is not finite
 * @param alpha error level, in (0, 1)
 * @returns null below 3 points or when all x are equal; the interval is null at alpha = 0.05 below 6 points
 * @example theilSen([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03], 0.1) // {slope: -0.05625, interval: {low: -0.15, high: 0.04}}
 * @example theilSen([1, 2], [1, 2], 0.05) // null
 */
export function theilSen(
  xs: readonly number[],
  ys: readonly number[],
  alpha: number,
): TheilSenSlope | null {
  requireLevel(alpha);
  if (xs.length !== ys.length) throw new RangeError(`${xs.length} x for ${ys.length} y`);
  if (!xs.every(Number.isFinite) || !ys.every(Number.isFinite))
    throw new RangeError('points must be finite');
  const n = xs.length;
  if (n < 3) return null;
  const slopes = pairwiseSlopes(xs, ys);
  const count = slopes.length;
  if (count === 0) return null;
  const variance = (n * (n - 1) * (2 * n + 5) - tieTerm(xs) - tieTerm(ys)) / 18;
  const reach = -normalQuantile(alpha / 2, 0, 1) * Math.sqrt(Math.max(0, variance));
  const lowerRank = Math.floor((count - reach) / 2);
  const interval =
    lowerRank < 1 ? null : { low: slopes[lowerRank - 1]!, high: slopes[count - lowerRank]! };
  return { slope: (slopes[(count - 1) >> 1]! + slopes[count >> 1]!) / 2, interval };
}

/** Slopes of all pairs with different x, ascending. */
function pairwiseSlopes(xs: readonly number[], ys: readonly number[]): Float64Array {
  const slopes = new Float64Array((xs.length * (xs.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < xs.length; i++) {
    for (let j = i + 1; j < xs.length; j++) {
      const run = xs[j]! - xs[i]!;
      if (run !== 0) slopes[count++] = (ys[j]! - ys[i]!) / run;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** Σ t(t−1)(2t+5) over groups of t equal values: what ties take from the variance of Kendall's S. */
function tieTerm(values: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  let term = 0;
  for (const t of sizes.values()) term += t * (t - 1) * (2 * t + 5);
  return term;
}
