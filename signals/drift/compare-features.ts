import { driftCriticalValue } from '../../core/statistics/drift-critical-value.ts';
import type { DriftSample } from '../../core/statistics/drift-critical-value.ts';
import { psi } from '../../core/statistics/psi.ts';
import { DAY_MS } from '../../core/time.ts';
import type { EstimateParameters } from '../estimate.ts';
import { COUNT_ROUNDING } from '../finding.ts';
import type { FeatureSpread, TelemetryWindow } from '../window.ts';

/**
 * Looks among which the error level is shared: those of a quarter, one a day. Looks in between, at
 * windows that hold nearly the same values, add little, and what they add is less than what sharing
 * among windows that overlap gives away.
 */
export const DRIFT_LOOKS = 100;

/** Counts are smoothed by half an observation, so that a bin that is empty on one side has a finite distance. */
const SMOOTHING = 0.5;

/** A feature that fell silent is waited for as long as evidence usually goes back, then left out. */
const GIVEN_UP_AFTER_MS = 28 * DAY_MS;

/** One feature that could be compared with its reference. */
export interface ComparedFeature {
  readonly spread: FeatureSpread;
  /** Population stability index. */
  readonly distance: number;
  /** Observations behind it, after the design effect. */
  readonly sample: DriftSample;
  /** What chance alone exceeds with the error level's share of this feature at this look. */
  readonly critical: number;
  /** Values in the window. */
  readonly n: number;
}

/** The features of a window, by what can be said of them. */
export interface FeatureComparison {
  readonly compared: readonly ComparedFeature[];
  /** Should have been compared, but have too few values in the window. */
  readonly silent: readonly { readonly spread: FeatureSpread; readonly n: number }[];
  /** Have no usable reference yet, or were given up. */
  readonly waiting: readonly FeatureSpread[];
}

/**
 * Every feature of a window against its reference.
 * @param params level, minimum sample (of either side), design effect and reference
 */
export function compareFeatures(
  window: TelemetryWindow,
  params: EstimateParameters,
): FeatureComparison {
  const usable: Omit<ComparedFeature, 'critical'>[] = [];
  const silent: { spread: FeatureSpread; n: number }[] = [];
  const waiting: FeatureSpread[] = [];
  const { designEffect = 1, minSample } = params;
  const suffices = (n: number): boolean => n > 0 && n / designEffect + COUNT_ROUNDING >= minSample;
  for (const spread of window.features(params.reference ?? null)) {
    const then = smoothed(spread.reference ?? []);
    const now = smoothed(spread.current);
    if (!suffices(then.n)) {
      waiting.push(spread);
    } else if (suffices(now.n)) {
      const sample = {
        bins: now.counts.length,
        referenceN: then.n / designEffect,
        currentN: now.n / designEffect,
      };
      usable.push({ spread, distance: psi(then.counts, now.counts), sample, n: now.n });
    } else if (isExpected(spread, window)) {
      silent.push({ spread, n: now.n });
    } else {
      waiting.push(spread);
    }
  }
  const level = params.alpha / (DRIFT_LOOKS * usable.length);
  const compared = usable.map((one) => ({
    ...one,
    critical: driftCriticalValue(one.sample, level),
  }));
  return { compared, silent, waiting };
}

/** Whether a feature had the whole window to be seen in, and was seen lately enough to be missed. */
function isExpected(
  { comparedFromMs, lastSeenMs }: FeatureSpread,
  { fromMs, toMs }: TelemetryWindow,
): boolean {
  if (comparedFromMs === null) return false;
  return comparedFromMs <= fromMs && lastSeenMs > toMs - GIVEN_UP_AFTER_MS;
}

function smoothed(counts: readonly number[]): {
  readonly n: number;
  readonly counts: readonly number[];
} {
  let n = 0;
  const raised = counts.map((count) => {
    const held = Math.max(0, count);
    n += held;
    return held + SMOOTHING;
  });
  return { n, counts: raised };
}
