import { meanSequenceMultiplier } from '../../core/statistics/mean-sequence.ts';
import { movingMeanMultiplier } from '../../core/statistics/moving-mean-sequence.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { varianceOf } from './moments.ts';
import type { Sums } from './moments.ts';

/** Names the method of means, for people. */
export const MEAN_METHOD = 'asymptotic confidence sequence';

/** A mean of two observations is the first with a spread. */
const FEWEST_FOR_SPREAD = 2;

/** What a mean cannot leave, where that is known: its interval is cut there. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * A mean with its confidence sequence.
 * @param sums of the sample, in the signal's unit
 * @param params level, expected and minimum sample
 * @param noun the observations, plural
 * @param bounds of what is averaged
 */
export function findMean(
  sums: Sums,
  params: EstimateParameters,
  noun: string,
  bounds: Bounds = {},
): Finding {
  const { n } = sums;
  const { designEffect = 1 } = params;
  const needed = Math.max(params.minSample, FEWEST_FOR_SPREAD);
  const few = tooFew(n, needed, noun, MEAN_METHOD, designEffect);
  if (few !== null) return few;
  const nEffective = n / designEffect;
  const halfWidth = standardErrors(nEffective, params) * Math.sqrt(varianceOf(sums) / nEffective);
  return findAround(sums.sum / n, halfWidth, n, bounds, nEffective);
}

/**
 * A number with a symmetric interval, cut to what it cannot leave.
 * @param value in the signal's unit
 * @param halfWidth ≥ 0, same unit
 * @param nEffective what the n observations are worth
 */
export function findAround(
  value: number,
  halfWidth: number,
  n: number,
  bounds: Bounds,
  nEffective = n,
): Finding {
  const { min = -Infinity, max = Infinity } = bounds;
  const low = Math.min(value, Math.max(min, value - halfWidth));
  const high = Math.max(value, Math.min(max, value + halfWidth));
  return foundWithin(value, { low, high }, n, MEAN_METHOD, nEffective);
}

/**
 * How many standard errors a mean's deciding interval reaches to each side.
 * @param n observations, > 0; what they are worth where they come in clusters
 */
export function standardErrors(n: number, params: EstimateParameters): number {
  const multiplier = params.evidence ? movingMeanMultiplier : meanSequenceMultiplier;
  return multiplier(n, params.alpha, params.expectedSample);
}
