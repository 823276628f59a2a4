import { meanSequenceMultiplier } from './mean-sequence.ts';
import { requireLevel } from './require-level.ts';

/** A window of 28 days that is filled and then moves on is, over a quarter, some four samples after one another. */
const SAMPLES_OF_A_QUARTER = 5;
/** Room for skewness γ, which moves the ends by some 1.2 γ/√n of the multiplier: enough for γ = 8. */
const SKEW_ROOM = 10;

/**
 * How many standard errors wide (to each side) the interval is on which a mean is trusted, looked at every hour over a
 * window that drops its oldest data as it goes on: {@link meanSequenceMultiplier} at alpha/5, times 1 + 10/√n.
 *
 * A fifth, because the sequence holds for one growing sample and a moving window is several in turn. The factor,
 * because the ends for skewed data lie γ(2z² + 1)/(6√n) further out (Cornish and Fisher 1938). Both were settled by
 * simulation: of workloads exactly at a limit at most 1 in 100 is ever trusted within 90 days.
 * @param n observations, > 0, fractional where an effective sample replaces n
 * @param alpha error level over all looks of a quarter, in (0, 1)
 * @param expectedSample the n at which the sequence should be narrowest, > 0; throws a RangeError outside these ranges
 * @example movingMeanMultiplier(1000, 0.05, 1000) // 4.701079
 * @example movingMeanMultiplier(100, 0.05, 1000) // 8.632027
 */
export function movingMeanMultiplier(n: number, alpha: number, expectedSample: number): number {
  requireLevel(alpha);
  const sequence = meanSequenceMultiplier(n, alpha / SAMPLES_OF_A_QUARTER, expectedSample);
  return sequence * (1 + SKEW_ROOM / Math.sqrt(n));
}
