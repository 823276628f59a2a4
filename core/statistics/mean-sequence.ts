import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';
import type { SampleMoments } from './sample-moments.ts';

/**
 * How many standard errors wide (to each side) the confidence sequence of a mean is: its half-width is this
 * times s/√n, as z would be at a single look.
 *
 * √(2(nρ²+1)/(nρ²) · ln(√(nρ²+1)/alpha)) with ρ² = (−2 ln alpha + ln(1 − 2 ln alpha)) / expectedSample.
 * Asymptotic: it covers at all looks together from a minimum sample upward, more slowly for skewed data.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2024 (Annals of Statistics 52; arXiv 2103.06476), theorem 2.2.
 * @param n observations, > 0, fractional where an effective sample replaces n
 * @param alpha error level over all looks together, in (0, 1)
 * @param expectedSample the n at which it should be narrowest, > 0; throws a RangeError outside these ranges
 * @example meanSequenceMultiplier(1000, 0.05, 1000) // 3.035209
 * @example meanSequenceMultiplier(100, 0.05, 1000) // 3.855055
 */
export function meanSequenceMultiplier(n: number, alpha: number, expectedSample: number): number {
  requireLevel(alpha);
  if (!(n > 0 && n < Infinity)) throw new RangeError(`n must be above 0, got ${n}`);
  if (!(expectedSample > 0))
    throw new RangeError(`expectedSample must be above 0, got ${expectedSample}`);
  const lnAlpha = Math.log(alpha);
  const information = (n / expectedSample) * (Math.log1p(-2 * lnAlpha) - 2 * lnAlpha); // nρ²
  const crossing = 0.5 * Math.log1p(information) - lnAlpha;
  return Math.sqrt(2 * (1 + 1 / information) * crossing);
}

/**
 * Confidence interval of a mean that stays valid however often it is looked at.
 *
 * Source and limits: as {@link meanSequenceMultiplier}.
 * @param moments of the sample, n fractional where an effective sample replaces it; variance of one observation
 * @param alpha error level over all looks together, in (0, 1)
 * @param expectedSample the n at which the interval should be narrowest, > 0
 * @returns null without a variance. A variance of 0 gives an interval of no width: only a minimum sample guards
 * against a constant that has merely not varied yet
 * @example meanInterval({ n: 1000, mean: 2, variance: 4 }, 0.05, 1000) // {low: 1.808037, high: 2.191963}
 * @example meanInterval({ n: 1, mean: 2, variance: null }, 0.05, 1000) // null
 */
export function meanInterval(
  moments: SampleMoments,
  alpha: number,
  expectedSample: number,
): Interval | null {
  const { n, mean, variance } = moments;
  if (variance === null) return null;
  const halfWidth = meanSequenceMultiplier(n, alpha, expectedSample) * Math.sqrt(variance / n);
  return { low: mean - halfWidth, high: mean + halfWidth };
}
