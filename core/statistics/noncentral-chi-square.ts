import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** Bisections: a bound is then known to 12 digits of the range searched. */
const STEPS = 60;

/**
 * The quantile of a noncentral chi-square distribution, by Sankaran's normal approximation of a power of it:
 * within 2 % where it is not tiny.
 *
 * Source: Sankaran 1963 (Biometrika 50); Johnson, Kotz, Balakrishnan 1995, formula 29.61. No library has one.
 * @param p in (0, 1)
 * @param df degrees of freedom, > 0
 * @param noncentrality ≥ 0; throws a RangeError outside these ranges
 * @returns ≥ 0
 * @example noncentralChiSquareQuantile(0.95, 9, 11.3) // 34.741954
 */
export function noncentralChiSquareQuantile(p: number, df: number, noncentrality: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must be in (0, 1), got ${p}`);
  if (!(df > 0 && noncentrality >= 0 && df + noncentrality < Infinity))
    throw new RangeError(`not a noncentral chi-square: ${df}, ${noncentrality}`);
  const mean = df + noncentrality;
  const spread = df + 2 * noncentrality;
  const power = 1 - (2 * mean * (df + 3 * noncentrality)) / (3 * spread * spread);
  const size = spread / (mean * mean);
  const shape = (power - 1) * (1 - 3 * power);
  const centre = 1 + power * size * (power - 1 - 0.5 * (2 - power) * shape * size);
  const deviation = power * Math.sqrt(2 * size) * (1 + 0.5 * shape * size);
  return mean * Math.max(0, centre + normalQuantile(p, 0, 1) * deviation) ** (1 / power);
}

/**
 * The largest noncentrality under which a value at most as large as the one observed still has
 * probability alpha: an upper confidence bound at 1 − alpha.
 * @param observed ≥ 0
 * @param df degrees of freedom, > 0
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @returns 0 where even chance alone would have given more
 * @example noncentralityBound(9, 9, 0.05) // 11.378837
 */
export function noncentralityBound(observed: number, df: number, alpha: number): number {
  const exceeds = (noncentrality: number): boolean =>
    noncentralChiSquareQuantile(alpha, df, noncentrality) > observed;
  if (exceeds(0)) return 0;
  let low = 0;
  let high = 1;
  while (!exceeds(high)) high *= 2;
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (exceeds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
