/** Room for skewness γ, as in `movingMeanMultiplier`: enough for γ = 8. */
const SKEW_ROOM = 10;

/**
 * By what factor the interval of a difference of two means is widened so that skewed data of unequal samples is not
 * taken for a difference: 1 for equal samples, whose skewness cancels, and up to 1 + 10/√n for a small one of n beside
 * a large one.
 *
 * The skewness of the difference of means is γ (n₁ − n₂) / √(n₁ n₂ (n₁ + n₂)), and the ends for skewed data lie
 * γ(2z² + 1)/6 of that further out (Cornish and Fisher 1938).
 * @param n1 observations of one side, > 0, fractional where an effective sample replaces them
 * @param n2 of the other, > 0; throws a RangeError otherwise
 * @example differenceSkewRoom(1000, 1000) // 1
 * @example differenceSkewRoom(10000, 100) // 1.985087
 */
export function differenceSkewRoom(n1: number, n2: number): number {
  if (!(n1 > 0 && n2 > 0)) throw new RangeError(`n must be above 0, got ${n1} and ${n2}`);
  return 1 + (SKEW_ROOM * Math.abs(n1 - n2)) / Math.sqrt(n1 * n2 * (n1 + n2));
}
