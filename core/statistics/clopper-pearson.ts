import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';

/**
 * The exact interval of a proportion at one look, equal-tailed: it covers at least at 1 − alpha.
 *
 * Source: Clopper and Pearson 1934 (Biometrika 26), by quantiles of the beta distribution.
 * @param x successes, 0 ≤ x ≤ n, fractional where a share of n is all that is stated
 * @param n trials, > 0
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @returns proportions in [0, 1]; x = 0 gives low 0, x = n gives high 1
 * @example clopperPearson(45, 50, 0.05) // {low: 0.781865, high: 0.966725}
 * @example clopperPearson(0, 10, 0.05) // {low: 0, high: 0.308497}
 */
export function clopperPearson(x: number, n: number, alpha: number): Interval {
  requireLevel(alpha);
  if (!(x >= 0 && x <= n && n > 0 && n < Infinity))
    throw new RangeError(`counts must satisfy 0 <= x <= n, got ${x} of ${n}`);
  return {
    low: x === 0 ? 0 : betaQuantile(alpha / 2, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(1 - alpha / 2, x + 1, n - x),
  };
}
