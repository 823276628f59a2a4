import { fiellerInterval } from '../../core/statistics/fieller.ts';
import type { MeanPair } from '../../core/statistics/fieller.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { standardErrors } from './mean.ts';

/** Names the method of ratios of means, for people. */
export const RATIO_METHOD = 'Fieller with the confidence sequence’s multiplier';

/** A ratio of means and the trials it rests on. */
export interface Ratio {
  /** Means, variances and covariance of the means. */
  readonly pair: MeanPair;
  readonly n: number;
}

/**
 * A ratio of two means with Fieller's interval.
 * @param ratio in the signal's unit; variances as if every trial stood alone: the design effect of
 * `params` multiplies them
 * @param nouns the trials and what the denominator is, plural and for people
 * @returns `too_few` where the denominator is not clearly above 0: there is then no finite interval, and
 * a point alone would decide on nothing
 */
export function findRatio(
  { pair, n }: Ratio,
  params: EstimateParameters,
  nouns: { readonly trials: string; readonly denominator: string },
): Finding {
  const { designEffect = 1 } = params;
  const needed = Math.max(params.minSample, 2);
  const few = tooFew(n, needed, nouns.trials, RATIO_METHOD, designEffect);
  if (few !== null) return few;
  const nEffective = n / designEffect;
  const clustered = {
    numeratorMean: pair.numeratorMean,
    denominatorMean: pair.denominatorMean,
    numeratorVariance: pair.numeratorVariance * designEffect,
    denominatorVariance: pair.denominatorVariance * designEffect,
    covariance: possibleCovariance(pair) * designEffect,
  };
  const interval = fiellerInterval(clustered, standardErrors(nEffective, params));
  if (interval === null) {
    const reason = `With ${Math.floor(n)} ${nouns.trials}, ${nouns.denominator} is not clearly above 0.`;
    return notFound('too_few', n, RATIO_METHOD, reason, nEffective);
  }
  const value = pair.numeratorMean / pair.denominatorMean;
  return foundWithin(value, interval, n, RATIO_METHOD, nEffective);
}

/** Where sums contradict each other, the nearest covariance that two samples can have at all. */
function possibleCovariance({
  numeratorVariance,
  denominatorVariance,
  covariance,
}: MeanPair): number {
  const most = Math.sqrt(numeratorVariance * denominatorVariance);
  return Math.max(-most, Math.min(most, covariance));
}
