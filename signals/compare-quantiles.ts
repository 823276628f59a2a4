import { widestDifference } from '../core/statistics/difference-interval.ts';
import { HISTOGRAM_GAMMA } from '../core/statistics/log-histogram.ts';
import type { Interval } from '../core/statistics/interval.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import { findForComparison } from './compare-finding.ts';
import type { ComparedWindows, Difference } from './compare-difference.ts';
import type { EstimateParameters } from './estimate.ts';
import type { Found } from './finding.ts';
import type { TelemetryWindow } from './window.ts';

/** Names the method of differences of quantiles, for people. */
export const QUANTILE_DIFFERENCE_METHOD =
  'both sides’ sequences on the share of runs above, at their widest';

/** From what stands for a bucket, this lies surely below it. */
const BELOW_BUCKET = HISTOGRAM_GAMMA * HISTOGRAM_GAMMA;
/** Halvings of a range of latencies; finer than the histogram's buckets after a dozen. */
const HALVINGS = 24;

/**
 * Difference of two quantiles: the widest that both sides' sequences allow, each at half of the error level.
 *
 * A side's sequence holds all latencies that the sequence on "share of runs above it" does not rule out as the
 * quantile. Source: Howard and Ramdas 2022 (Bernoulli 28), for sequences on quantiles.
 * @param entry a quantile of which both parts have a number
 * @param params with the error level of this one difference
 */
export function compareQuantiles(
  entry: SignalEntry,
  { before, after }: ComparedWindows,
  params: EstimateParameters,
): Difference {
  const method = QUANTILE_DIFFERENCE_METHOD;
  const halved = { ...params, alpha: params.alpha / 2 };
  const left = findForComparison(entry, before, halved);
  const right = findForComparison(entry, after, halved);
  if (left.state !== 'ok') return { kind: 'unknown', method, reason: left.reason };
  if (right.state !== 'ok') return { kind: 'unknown', method, reason: right.reason };
  const leftEnds = quantileSequence(left, before);
  const rightEnds = quantileSequence(right, after);
  if (leftEnds === null || rightEnds === null) {
    const reason = 'One side has too few timed runs for an upper end that holds at every look.';
    return { kind: 'unknown', method, reason };
  }
  const value = right.value - left.value;
  return { kind: 'known', value, method, ...widestDifference(leftEnds, rightEnds) };
}

/** All latencies that are not ruled out, to the bucket; null where there is no upper end. */
function quantileSequence(found: Found, window: TelemetryWindow): Interval | null {
  const least = window.latencyAtRank(1);
  const most = window.latencyAtRank(Math.floor(found.n));
  if (least === null || most === null || found.sideOf(most) !== 'below') return null;
  const under = least / BELOW_BUCKET;
  const low = edge(under, found.value, (limit) => found.sideOf(limit) === 'above');
  const high = edge(most, found.value, (limit) => found.sideOf(limit) === 'below');
  return { low: found.sideOf(under) === 'above' ? low : 0, high };
}

/** The ruled-out latency nearest to the estimate, coming from one that may be ruled out. */
function edge(from: number, value: number, isRuledOut: (limit: number) => boolean): number {
  let outside = from;
  let inside = value;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = Math.sqrt(outside * inside);
    if (isRuledOut(middle)) outside = middle;
    else inside = middle;
  }
  return outside;
}
