import { jensenShannonDistance } from '../core/statistics/jensen-shannon.ts';
import { wassersteinDistance } from '../core/statistics/wasserstein.ts';
import type { Atom } from '../core/statistics/wasserstein.ts';
import { compareFeatures } from './drift/compare-features.ts';
import type { ComparedFeature } from './drift/compare-features.ts';
import type { EstimateParameters } from './estimate.ts';
import type { FeatureRole } from './history-rows.ts';
import type { FeatureSpread, TelemetryWindow } from './window.ts';

/** How far one feature moved, in every measure, and what chance alone would explain. */
export interface FeatureDrift {
  readonly feature: string;
  readonly role: FeatureRole;
  /** `too_few` where the window holds too few values, `waiting` while there is no usable reference. */
  readonly state: 'ok' | 'too_few' | 'waiting';
  /** End of the reference; null where the release it is taken from was never seen. Epoch milliseconds. */
  readonly comparedFromMs: number | null;
  /** Values in the window and in the reference. */
  readonly n: number;
  readonly referenceN: number;
  /** Null in any state but ok. */
  readonly distances: {
    /** Population stability index, which decides. */
    readonly psi: number;
    /** Above it, chance does not explain the index. */
    readonly critical: number;
    /** 0 to 0.8326. */
    readonly jensenShannon: number;
    /**
     * In standard deviations of the reference, from the bins' means, so that at least the shift of the
     * mean is in it; null for categories, and for numbers that never varied in the reference.
     */
    readonly wasserstein: number | null;
  } | null;
}

/**
 * Every feature of a window against its reference: what stands behind the signal `drift`.
 * @param params as for that signal
 * @returns those compared first, the furthest moved before the others
 */
export function featureDrifts(
  window: TelemetryWindow,
  params: EstimateParameters,
): readonly FeatureDrift[] {
  const designEffect = window.designEffect('drift');
  const { compared, silent, waiting } = compareFeatures(window, { ...params, designEffect });
  return [
    ...compared.toSorted((a, b) => b.distance - a.distance).map(comparedDrift),
    ...silent.map(({ spread }) => undecided(spread, 'too_few')),
    ...waiting.map((spread) => undecided(spread, 'waiting')),
  ];
}

function comparedDrift({ spread, distance, critical }: ComparedFeature): FeatureDrift {
  const { reference, current } = spread;
  return {
    ...undecided(spread, 'ok'),
    distances: {
      psi: distance,
      critical,
      jensenShannon: jensenShannonDistance(reference ?? [], current),
      wasserstein: movedBy(spread),
    },
  };
}

function undecided(spread: FeatureSpread, state: FeatureDrift['state']): FeatureDrift {
  const { feature, role, comparedFromMs, reference, current } = spread;
  const n = total(current);
  return {
    feature,
    role,
    state,
    comparedFromMs,
    n,
    referenceN: total(reference ?? []),
    distances: null,
  };
}

function movedBy({ numbers, reference, current }: FeatureSpread): number | null {
  if (numbers === null || !(numbers.deviation > 0)) return null;
  const distance = wassersteinDistance(
    atoms(numbers.referenceMeans, reference ?? []),
    atoms(numbers.currentMeans, current),
  );
  return distance / numbers.deviation;
}

function atoms(means: readonly (number | null)[], counts: readonly number[]): Atom[] {
  return means.flatMap((at, bin) => (at === null ? [] : [{ at, weight: counts[bin]! }]));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
