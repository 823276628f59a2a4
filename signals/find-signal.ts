import { DAY_MS, HOUR_MS } from '../core/time.ts';
import { signalEntry } from './catalogue.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import type { EstimateParameters } from './estimate.ts';
import { REPORTED_METHOD, findReported } from './estimators/reported.ts';
import { notFound } from './finding.ts';
import type { Finding } from './finding.ts';
import type { TelemetryWindow } from './window.ts';

/** Ages below two days are told in hours. */
const TOLD_IN_HOURS_MS = 2 * DAY_MS;

/**
 * A signal in a window: its own telemetry, else what the sender reported about it, else why not.
 * @param id of the catalogue; throws a RangeError for any other
 * @returns `not_instrumented` where it was never seen, `stale` where it was last seen longer ago than
 * params.staleAfterMs before the window's end, whatever the window holds
 */
export function findSignal(
  id: string,
  window: TelemetryWindow,
  params: EstimateParameters,
): Finding {
  const entry = signalEntry(id);
  const designEffect = window.designEffect(id);
  const own = entry.find(window, designEffect > 1 ? withEffect(params, designEffect) : params);
  const ownMs = lastSeenMs(own, entry, window, params);
  if (own.n > 0) return unlessStale(own, ownMs, entry, window, params);
  const reportedMs = window.lastSeenMs(`metric:${id}`);
  if (reportedMs === null) return unlessStale(own, ownMs, entry, window, params);
  const metric = window.metric(id);
  if (metric === null) {
    const silence = `0 ${entry.trials} and 0 reports in the window.`;
    const nothing = notFound('too_few', 0, REPORTED_METHOD, silence);
    return unlessStale(nothing, Math.max(reportedMs, ownMs ?? reportedMs), entry, window, params);
  }
  const reported = findReported(metric, entry.estimator === 'proportion', params, entry.trials);
  return unlessStale(reported, reportedMs, entry, window, params);
}

const affected = new WeakMap<EstimateParameters, EstimateParameters>();

/** Kept from one window to the next: an effect holds for a day, and spreading takes longer than finding. */
function withEffect(params: EstimateParameters, designEffect: number): EstimateParameters {
  const known = affected.get(params);
  if (known?.designEffect === designEffect) return known;
  const made = { ...params, designEffect };
  affected.set(params, made);
  return made;
}

/** A finding, unless its source was never seen or was last seen too long ago (null: never). */
function unlessStale(
  finding: Finding,
  seenMs: number | null,
  { inputs, trials }: SignalEntry,
  { toMs }: TelemetryWindow,
  { staleAfterMs }: EstimateParameters,
): Finding {
  if (finding.state === 'not_instrumented') return finding;
  const { n, nEffective, method } = finding;
  if (seenMs === null) {
    if (inputs.length === 0) return finding;
    return notFound('not_instrumented', 0, method, `No ${trials} have ever been seen.`);
  }
  const ageMs = toMs - seenMs;
  if (ageMs <= staleAfterMs) return finding;
  const reason = `The last ${trials} were seen ${age(ageMs)} ago; after ${age(staleAfterMs)} that is stale.`;
  return notFound('stale', n, method, reason, nEffective);
}

/** When any of the inputs was last seen; the first one that is fresh suffices. */
function lastSeenMs(
  finding: Finding,
  entry: SignalEntry,
  window: TelemetryWindow,
  params: EstimateParameters,
): number | null {
  let latest: number | null = null;
  for (const input of finding.seenBy ?? entry.inputs) {
    const seenMs = window.lastSeenMs(input);
    if (seenMs === null || (latest !== null && seenMs <= latest)) continue;
    latest = seenMs;
    if (window.toMs - latest <= params.staleAfterMs) break;
  }
  return latest;
}

function age(ms: number): string {
  if (ms < TOLD_IN_HOURS_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  return `${Math.round((ms / DAY_MS) * 10) / 10} days`;
}
