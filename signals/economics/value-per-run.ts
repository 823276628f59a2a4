import type { EstimateParameters } from '../estimate.ts';
import { MEAN_METHOD, findMean } from '../estimators/mean.ts';
import { notFound, percent, seenThrough, wholeNumber } from '../finding.ts';
import type { Finding, NotFound } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { missingRate, valuedBy, valuedRuns } from './run-value.ts';

/** Share of the runs that must have a value before their mean speaks for all. */
export const LEAST_VALUE_COVERAGE = 0.5;

/** Mean value in USD of the runs that have one. */
export function findValuePerRun(window: TelemetryWindow, params: EstimateParameters): Finding {
  const valued = valuedRuns(window, params.businessCase);
  const found =
    thinCoverage(window, valued.n, params, MEAN_METHOD) ??
    findMean(valued, params, 'runs with a value');
  return valued.n > 0 ? seenThrough(found, valuedBy(params.businessCase)) : found;
}

/**
 * `too_few` where less than half of the runs have a value: those that have one may be the better ones.
 * @param valued runs that have a value
 * @param method of the signal that asks
 */
export function thinCoverage(
  window: TelemetryWindow,
  valued: number,
  params: EstimateParameters,
  method: string,
): NotFound | null {
  const runs = window.sum('runs');
  if (!(runs > 0 && valued < LEAST_VALUE_COVERAGE * runs)) return null;
  const missing = missingRate(params.businessCase);
  const because = missing === null ? '' : `; ${missing}`;
  const reason = `${wholeNumber(valued)} of ${wholeNumber(runs)} runs (${percent(valued / runs)}) have a value, at least half must${because}.`;
  return notFound('too_few', Math.max(0, valued), method, reason);
}
