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
 * @param ratio in the signal's unit
 * @param nouns the trials and what the denominator is, plural and for people
 * @returns `too_few` where the denominator is not clearly above 0: there is then no finite interval, and
 * a point alone would decide on nothing
 */
export function findRatio(
  { pair, n }: Ratio,
  params: EstimateParameters,
  nouns: { readonly trials: string; readonly denominator: string },
): Finding {
  const few = tooFew(n, Math.max(params.minSample, 2), nouns.trials, RATIO_METHOD);
  if (few !== null) return few;
  const interval = fiellerInterval(pair, standardErrors(n, params));
  if (interval === null) {
    const reason = `With ${Math.floor(n)} ${nouns.trials}, ${nouns.denominator} is not clearly above 0.`;
    return notFound('too_few', n, RATIO_METHOD, reason);
  }
  return foundWithin(pair.numeratorMean / pair.denominatorMean, interval, n, RATIO_METHOD);
}
