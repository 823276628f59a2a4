import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { ReportedMetric } from '../window.ts';
import { findProportion } from './proportion.ts';

/** Names the method of aggregates that keep what their sender states, for people. */
export const REPORTED_METHOD = 'reported by the sender';

/**
 * A signal the sender only has as an aggregate (`metric` events).
 *
 * A proportion with n gets its confidence sequence from value · n; anything else keeps the reported
 * bounds, and has none where none are stated or they don't hold the value. Without n there is no
 * interval, whatever is stated: nobody knows whether the sample was large enough to decide on.
 * @param metric the window's reports
 * @param proportion whether the signal is a share of trials
 * @returns n = trials the sender states, else its reports; `provider_error` for a share outside [0, 1]
 */
export function findReported(
  metric: ReportedMetric,
  proportion: boolean,
  params: EstimateParameters,
  noun: string,
): Finding {
  const { value, n, reports } = metric;
  if (proportion && !(value >= 0 && value <= 1)) {
    const reason = `The sender reported ${value}, which is not a share between 0 and 1.`;
    return notFound('provider_error', n ?? reports, REPORTED_METHOD, reason);
  }
  if (n !== null && n < params.minSample) {
    const reason = `${Math.floor(n)} of ${params.minSample} ${noun} needed.`;
    return notFound('too_few', n, REPORTED_METHOD, reason);
  }
  if (proportion && n !== null) return findProportion({ x: value * n, n }, params, noun);
  return foundWithin(value, statedInterval(metric), n ?? reports, REPORTED_METHOD);
}

function statedInterval({
  value,
  n,
  low,
  high,
}: ReportedMetric): { low: number; high: number } | null {
  if (n === null) return null;
  return low !== null && high !== null && low <= value && value <= high ? { low, high } : null;
}
