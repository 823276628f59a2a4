import { requireLevel } from './require-level.ts';

/** At what level, and tuned to what sample, one side's mean sequence is taken for a difference. */
export interface SequenceLevel {
  readonly alpha: number;
  readonly expectedSample: number;
}

/**
 * The level at which each side's mean sequence is taken so that the interval of their difference, put together by
 * `differenceInterval`, stays valid however often it is looked at while either side grows.
 *
 * Of two means both Gaussian-mixture likelihood ratios are multiplied; the pairs of means that the product does not
 * speak against with 1/alpha are an ellipse, and its shadow on the difference is this interval. That takes, on one
 * side, alpha / √(n ρ² + 1) with the other side's n, and the same ρ as at alpha. Asymptotic, as the sequences are.
 * Source: Robbins 1970; Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2024 (Annals of Statistics 52) for each side.
 * @param otherN observations of the other side, > 0, fractional where an effective sample replaces them
 * @param alpha error level of the difference over all looks together, in (0, 1)
 * @param expectedSample the n at which either side is narrowest, > 0; throws a RangeError outside these ranges
 * @example differenceLevel(1000, 0.05, 1000) // {alpha: 0.016726, expectedSample: 1310.303}
 */
export function differenceLevel(
  otherN: number,
  alpha: number,
  expectedSample: number,
): SequenceLevel {
  requireLevel(alpha);
  if (!(otherN > 0 && otherN < Infinity)) throw new RangeError(`n must be above 0, got ${otherN}`);
  if (!(expectedSample > 0))
    throw new RangeError(`expectedSample must be above 0, got ${expectedSample}`);
  const rhoSquared = spread(alpha) / expectedSample;
  const level = alpha / Math.sqrt(otherN * rhoSquared + 1);
  return { alpha: level, expectedSample: spread(level) / rhoSquared };
}

/** ρ² · expectedSample of the mean sequence at a level; see `meanSequenceMultiplier`. */
function spread(alpha: number): number {
  const lnAlpha = Math.log(alpha);
  return Math.log1p(-2 * lnAlpha) - 2 * lnAlpha;
}
