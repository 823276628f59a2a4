import { largestDrift, wouldHaveShown } from '../../core/statistics/drift-critical-value.ts';
import { isoTime } from '../../core/time.ts';
import type { EstimateParameters } from '../estimate.ts';
import { notFound, seenThrough, tooFew } from '../finding.ts';
import type { Finding, IntervalSide } from '../finding.ts';
import type { FeatureSpread, TelemetryWindow } from '../window.ts';
import { DRIFT_LOOKS, compareFeatures } from './compare-features.ts';
import type { ComparedFeature, FeatureComparison } from './compare-features.ts';
import { findReportedDrift } from './reported-drift.ts';

/** Names the method of drift that is computed here, for people. */
export const DRIFT_METHOD = 'population stability index';

/**
 * Drift of the feature that drifted furthest: from the distributions of the window, else from the
 * `drift` events in it.
 *
 * It is signalled where a feature's distance exceeds both what chance explains and the limit, and shown
 * to be inside a limit where every feature's sample would have shown a drift of the limit's size. So the
 * deciding interval begins at 0 while chance explains the distance, at the distance itself once it does
 * not, and ends at the largest drift that the samples may have hidden.
 */
export function findDrift(window: TelemetryWindow, params: EstimateParameters): Finding {
  const comparison = compareFeatures(window, params);
  const { compared, silent, waiting } = comparison;
  const told = [...compared, ...silent].map(({ spread }) => spread).concat(waiting);
  const { drifts } = window;
  if (!told.some(({ lastSeenMs }) => lastSeenMs > window.fromMs) && drifts.length > 0) {
    return seenThrough(findReportedDrift(drifts, params), ['drift']);
  }
  if (told.length > 0) {
    return seenThrough(findComputedDrift(comparison, window, params), ['distribution']);
  }
  const seen = window.lastSeenMs('drift') !== null;
  return seen
    ? notFound('too_few', 0, DRIFT_METHOD, 'No drift was reported in the window.')
    : notFound('not_instrumented', 0, DRIFT_METHOD, 'No feature has ever been seen.');
}

function findComputedDrift(
  { compared, silent, waiting }: FeatureComparison,
  window: TelemetryWindow,
  params: EstimateParameters,
): Finding {
  const { designEffect = 1, minSample } = params;
  const [missing] = silent;
  if (missing !== undefined) {
    const noun = `values of ${nameOf(missing.spread)}`;
    const few = tooFew(missing.n, minSample, noun, DRIFT_METHOD, designEffect);
    if (few !== null) return few;
  }
  const worst = worstOf(compared);
  if (worst === null) {
    return notFound('too_few', 0, DRIFT_METHOD, nothingToCompare(waiting, window, params));
  }
  const level = params.alpha / DRIFT_LOOKS;
  const rank = compared.length === 1 ? '' : `worst of ${compared.length} features, `;
  return {
    state: 'ok',
    value: worst.distance,
    n: worst.n,
    nEffective: worst.n / designEffect,
    method: `${DRIFT_METHOD}, ${rank}${nameOf(worst.spread)} (${worst.spread.role})`,
    interval: () => ({
      low: isBeyondChance(worst) ? worst.distance : 0,
      high: compared.reduce(
        (high, { distance, sample }) => Math.max(high, largestDrift(distance, sample, level)),
        0,
      ),
    }),
    sideOf: (limit) => sideOf(compared, limit, level),
  };
}

function sideOf(compared: readonly ComparedFeature[], limit: number, level: number): IntervalSide {
  if (limit < 0) return 'above';
  if (compared.some((one) => isBeyondChance(one) && one.distance > limit)) return 'above';
  const shown = compared.every(({ distance, sample }) =>
    wouldHaveShown(limit, distance, sample, level),
  );
  return shown ? 'below' : 'open';
}

/** The largest distance of those that chance does not explain; where it explains all, of all. */
function worstOf(compared: readonly ComparedFeature[]): ComparedFeature | null {
  let worst: ComparedFeature | null = null;
  for (const one of compared) {
    const beyond = isBeyondChance(one);
    if (worst === null || (beyond && !isBeyondChance(worst))) worst = one;
    else if (beyond === isBeyondChance(worst) && one.distance > worst.distance) worst = one;
  }
  return worst;
}

function isBeyondChance({ distance, critical }: ComparedFeature): boolean {
  return distance > critical;
}

function nothingToCompare(
  waiting: readonly FeatureSpread[],
  { toMs }: TelemetryWindow,
  { reference, minSample }: EstimateParameters,
): string {
  for (const spread of waiting) {
    const { comparedFromMs } = spread;
    if (comparedFromMs === null || comparedFromMs <= toMs) continue;
    const day = isoTime(comparedFromMs).slice(0, 10);
    return `Nothing can be compared yet: the reference of ${nameOf(spread)} ends on ${day}.`;
  }
  if (reference !== undefined && 'release' in reference && waiting.every(hasNoReference)) {
    return `No feature has been seen of release ${JSON.stringify(reference.release)}, which is the reference.`;
  }
  return `No feature has ${minSample} values both in its reference and after it.`;
}

function hasNoReference({ comparedFromMs }: FeatureSpread): boolean {
  return comparedFromMs === null;
}

/** Quoted, because a sender's name of a feature may hold anything. */
function nameOf({ feature }: FeatureSpread): string {
  return JSON.stringify(feature);
}
