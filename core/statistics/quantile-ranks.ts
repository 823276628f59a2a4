import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import betaln from '@stdlib/math-base-special-betaln';
import { requireLevel } from './require-level.ts';

/** 1-based ranks of the sorted sample, `lower <= upper`. */
export interface QuantileRanks {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Ranks between which the p-quantile lies with confidence 1 − alpha: the narrowest equal-tailed l, u with
 * P(N < l) ≤ alpha/2 and P(N ≥ u) ≤ alpha/2 for N ~ Bin(n, p), so that the sum over l … u−1 is ≥ 1 − alpha.
 *
 * Exact for independent observations of any distribution, at one look. Source: Conover 1999, section 3.2.
 * @param n observations, ≥ 0, a fraction is cut off
 * @param p the quantile's level, in (0, 1)
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @param effectiveN observations that count as independent, ≤ n; the ranks of that smaller sample are
 * spread over the n as if each value stood there n / effectiveN times
 * @returns null below {@link smallestSampleForQuantile}, where one of the bounds does not exist
 * @example quantileRanks(1000, 0.95, 0.05) // {lower: 936, upper: 964}
 * @example quantileRanks(71, 0.95, 0.05) // null
 * @example quantileRanks(2000, 0.95, 0.05, 1000) // {lower: 1871, upper: 1928}
 */
export function quantileRanks(
  n: number,
  p: number,
  alpha: number,
  effectiveN: number = n,
): QuantileRanks | null {
  if (!(n >= 0 && effectiveN <= n && n < Infinity))
    throw new RangeError(`not a sample: ${effectiveN} of ${n}`);
  const sample = Math.floor(effectiveN);
  if (!(sample >= smallestSampleForQuantile(p, alpha))) return null;
  const lower = lowerRank(sample, p, alpha / 2);
  const upper = sample + 1 - lowerRank(sample, 1 - p, alpha / 2);
  const whole = Math.floor(n);
  const copies = whole / sample;
  return {
    lower: Math.floor((lower - 1) * copies) + 1,
    upper: Math.min(whole, Math.ceil(upper * copies)),
  };
}

/**
 * The smallest sample in which the p-quantile has both an upper and a lower bound: max(p, 1−p)ⁿ ≤ alpha/2.
 * @param p the quantile's level, in (0, 1)
 * @param alpha error level, in (0, 1); throws a RangeError outside these ranges
 * @returns observations, ≥ 1
 * @example smallestSampleForQuantile(0.95, 0.05) // 72
 * @example smallestSampleForQuantile(0.99, 0.05) // 368
 * @example smallestSampleForQuantile(0.5, 0.05) // 6
 */
export function smallestSampleForQuantile(p: number, alpha: number): number {
  requireLevel(alpha);
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile's level must be in (0, 1), got ${p}`);
  return Math.ceil(Math.log(alpha / 2) / Math.log(Math.max(p, 1 - p)));
}

/** The largest l with P(N < l) ≤ tail, N ~ Bin(n, p); 0 where P(N = 0) is already more than that. */
function lowerRank(n: number, p: number, tail: number): number {
  const z = normalQuantile(tail, 0, 1);
  const skewShift = ((1 - 2 * p) * (z * z - 1)) / 6; // Cornish-Fisher: lands within a rank or two
  const guess = Math.floor(n * p + z * Math.sqrt(n * p * (1 - p)) + skewShift);
  let k = Math.min(Math.max(guess, 0), n);
  let cumulative = binomialCdf(k, n, p); // P(N ≤ k)
  let mass =
    Math.exp(k * Math.log(p) + (n - k) * Math.log1p(-p) - betaln(k + 1, n - k + 1)) / (n + 1); // P(N = k)
  const odds = p / (1 - p);
  while (cumulative <= tail && k < n) {
    k += 1;
    mass *= ((n - k + 1) / k) * odds;
    cumulative += mass;
  }
  while (k > 0 && cumulative - mass > tail) {
    cumulative -= mass;
    mass *= k / ((n - k + 1) * odds);
    k -= 1;
  }
  return k;
}
