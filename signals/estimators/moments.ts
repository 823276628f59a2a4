/** What a mean is made of: count, sum and sum of squares of one sample. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
}

/**
 * Unbiased variance of one observation. Unlike `sampleMoments` it takes a fractional n, because a
 * scaled window has one.
 * @returns unit squared, ≥ 0; 0 where n ≤ 1
 * @example varianceOf({ n: 4, sum: 10, sumSquares: 30 }) // 1.6666667
 */
export function varianceOf({ n, sum, sumSquares }: Sums): number {
  return n > 1 ? Math.max(0, sumSquares - sum * (sum / n)) / (n - 1) : 0;
}

/**
 * Unbiased covariance of paired observations, fractional n included.
 * @param n pairs
 * @returns 0 where n ≤ 1
 * @example covarianceOf(3, 6, 9, 20) // 1
 */
export function covarianceOf(n: number, sumX: number, sumY: number, sumXY: number): number {
  return n > 1 ? (sumXY - sumX * (sumY / n)) / (n - 1) : 0;
}
