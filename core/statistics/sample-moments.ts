/** Mean and unbiased variance of one observation (unit squared); the variance is null below two observations. */
export interface SampleMoments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number | null;
}

/**
 * Mean and unbiased variance from the sums a roll-up keeps.
 *
 * The difference of two large sums loses digits: some 16 − 2·log₁₀(mean ÷ standard deviation) are left, and a
 * difference that rounding made negative counts as 0.
 * @param sums raw count n (whole, ≥ 0), sum and sum of squares; throws a RangeError for any other n
 * @returns null without observations; variance null below two
 * @example sampleMoments({ n: 4, sum: 10, sumSquares: 30 }) // {n: 4, mean: 2.5, variance: 1.6666667}
 * @example sampleMoments({ n: 1, sum: 3, sumSquares: 9 }) // {n: 1, mean: 3, variance: null}
 * @example sampleMoments({ n: 0, sum: 0, sumSquares: 0 }) // null
 */
export function sampleMoments(sums: {
  n: number;
  sum: number;
  sumSquares: number;
}): SampleMoments | null {
  const { n, sum, sumSquares } = sums;
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`n must be a whole number, got ${n}`);
  if (n === 0) return null;
  const mean = sum / n;
  const variance = n < 2 ? null : Math.max(0, sumSquares - sum * mean) / (n - 1);
  return { n, mean, variance };
}

/**
 * Unbiased covariance of paired observations from the sums a roll-up keeps.
 * @param sums pairs n (whole), both sums and the sum of products, over the same pairs
 * @returns null below two pairs; unit of x times unit of y
 * @example sampleCovariance({ n: 3, sumX: 6, sumY: 9, sumXY: 20 }) // 1
 */
export function sampleCovariance(sums: {
  n: number;
  sumX: number;
  sumY: number;
  sumXY: number;
}): number | null {
  const { n, sumX, sumY, sumXY } = sums;
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`n must be a whole number, got ${n}`);
  return n < 2 ? null : (sumXY - sumX * (sumY / n)) / (n - 1);
}
