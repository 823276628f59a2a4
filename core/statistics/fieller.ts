import type { Interval } from './interval.ts';

/** Two means and how uncertain they are; variances and covariance are those of the MEANS (s²/n), not of one observation. */
export interface MeanPair {
  readonly numeratorMean: number;
  readonly denominatorMean: number;
  readonly numeratorVariance: number;
  readonly denominatorVariance: number;
  readonly covariance: number;
}

/**
 * Interval of a ratio of two means: all ρ with (a − ρb)² ≤ m² (Var a − 2ρ Cov + ρ² Var b).
 *
 * Source: Fieller 1954 (Journal of the Royal Statistical Society B 16).
 * @param pair the means a ÷ b in their units, and the (co)variances of the means
 * @param multiplier how many standard errors to each side, ≥ 0: z at a single look, `meanSequenceMultiplier`
 * at every look; throws a RangeError when negative or not finite
 * @returns null where the denominator is not clearly above 0 (b ≤ 0, or g = m² Var b / b² ≥ 1) and the
 * interval has no end
 * @example fiellerInterval({ numeratorMean: 6, denominatorMean: 4, numeratorVariance: 0.09, denominatorVariance: 0.04, covariance: 0.02 }, 1.96) // {low: 1.33886, high: 1.680535}
 * @example fiellerInterval({ numeratorMean: 6, denominatorMean: 0.3, numeratorVariance: 0.09, denominatorVariance: 0.04, covariance: 0 }, 1.96) // null
 */
export function fiellerInterval(pair: MeanPair, multiplier: number): Interval | null {
  if (!(multiplier >= 0 && multiplier < Infinity))
    throw new RangeError(`not a multiplier: ${multiplier}`);
  const { numeratorMean: a, denominatorMean: b } = pair;
  const squared = multiplier * multiplier;
  const quadratic = b * b - squared * pair.denominatorVariance;
  if (!(b > 0 && quadratic > 0)) return null;
  const linear = a * b - squared * pair.covariance;
  const constant = a * a - squared * pair.numeratorVariance;
  const spread = Math.sqrt(Math.max(0, linear * linear - quadratic * constant));
  return { low: (linear - spread) / quadratic, high: (linear + spread) / quadratic };
}
