import { DEFAULT_MIN_SAMPLE, MEAN_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalDefinition } from '../catalogue-entry.ts';
import { findMean } from '../estimators/mean.ts';
import type { Bounds } from '../estimators/mean.ts';
import type { Sums } from '../estimators/moments.ts';
import { findProportion } from '../estimators/proportion.ts';
import { findLatencyQuantile } from '../estimators/quantile.ts';
import { smallestSampleForQuantile } from '../../core/statistics/quantile-ranks.ts';
import type { MeasureName } from '../measures.ts';
import type { TelemetryWindow } from '../window.ts';

/** Level at which the catalogue states the smallest sample of a quantile; policies bring their own. */
const USUAL_ALPHA = 0.05;

/** What people read about a signal; the rest follows from its estimator. */
type Words = Pick<
  SignalDefinition,
  | 'id'
  | 'title'
  | 'axis'
  | 'unit'
  | 'better'
  | 'numerator'
  | 'denominator'
  | 'trials'
  | 'description'
>;

/**
 * The entry of a proportion of two measures.
 * @param words what people read
 * @param x measure that counts the trials in question
 * @param n measure that counts all trials; its last sighting tells whether the signal is fed
 */
export function shareOf(words: Words, x: MeasureName, n: MeasureName): SignalDefinition {
  return {
    ...words,
    estimator: 'proportion',
    minSample: DEFAULT_MIN_SAMPLE,
    inputs: [n],
    find: (window, params) =>
      findProportion({ x: window.sum(x), n: window.sum(n) }, params, words.trials),
  };
}

/**
 * The entry of a quantile of run latency.
 * @param words what people read
 * @param q level, in (0, 1)
 */
export function latencyQuantile(words: Words, q: number): SignalDefinition {
  return {
    ...words,
    estimator: 'quantile',
    minSample: smallestSampleForQuantile(q, USUAL_ALPHA),
    inputs: ['timed'],
    find: (window, params) => findLatencyQuantile(window, q, params, words.trials),
  };
}

/**
 * The entry of a mean over one sample.
 * @param words what people read
 * @param sums count, sum and sum of squares in a window
 * @param inputs what shows that the signal is fed
 * @param bounds of what is averaged
 */
export function meanOf(
  words: Words,
  sums: (window: TelemetryWindow) => Sums,
  inputs: readonly MeasureName[],
  bounds: Bounds,
): SignalDefinition {
  return {
    ...words,
    estimator: 'mean',
    minSample: MEAN_MIN_SAMPLE,
    inputs,
    find: (window, params) => findMean(sums(window), params, words.trials, bounds),
  };
}
