import { HOUR_MS } from '../../core/time.ts';
import type { FeatureRow } from '../history-rows.ts';
import type { FeatureReference, FeatureSpread } from '../window.ts';
import { createBinnedFeature } from './binned-feature.ts';
import type { BinnedFeature } from './binned-feature.ts';
import { countWhile } from './count-while.ts';
import { groupBy } from './group-by.ts';

/** How features were spread, over any window and against any reference. */
export interface FeatureIndex {
  /**
   * Features seen before toMs, in the order in which they first were; times are epoch milliseconds.
   * @param knownMs from when on references that are complete by then are used, ≥ toMs
   */
  spreads(
    reference: FeatureReference | null,
    fromMs: number,
    toMs: number,
    knownMs: number,
  ): readonly FeatureSpread[];
  /** End of the latest hour with any feature that begins before toMs, at most toMs; null if none. */
  lastSeenMs(toMs: number): number | null;
}

/** The rows of one feature told in one way, ascending by hour. */
interface Feature {
  readonly firstMs: number;
  readonly against: (reference: FeatureReference | null) => BinnedFeature;
}

/**
 * Features by name, role and the way they are told (a histogram is not compared with raw values). A
 * feature's bins are worked out when it is first compared.
 * @param rows any order
 */
export function createFeatureIndex(rows: readonly FeatureRow[]): FeatureIndex {
  const sorted = rows.toSorted((a, b) => a.hourMs - b.hourMs);
  const features = [
    ...groupBy(sorted, ({ role, shape, feature }) => `${role} ${shape} ${feature}`).values(),
  ].map(featureOf);
  const hours = Float64Array.from(sorted, (row) => row.hourMs);
  return {
    spreads: (reference, fromMs, toMs, knownMs) =>
      features
        .filter(({ firstMs }) => firstMs < toMs)
        .map(({ against }) => against(reference)(fromMs, toMs, knownMs)),
    lastSeenMs: (toMs) => {
      const known = countWhile(hours, (hourMs) => hourMs < toMs);
      return known === 0 ? null : Math.min(hours[known - 1]! + HOUR_MS, toMs);
    },
  };
}

function featureOf(rows: readonly FeatureRow[]): Feature {
  const built = new Map<string, BinnedFeature>();
  return {
    firstMs: rows[0]!.hourMs,
    against: (reference) => {
      const key = JSON.stringify(reference);
      let binned = built.get(key);
      if (binned === undefined) built.set(key, (binned = createBinnedFeature(rows, reference)));
      return binned;
    },
  };
}
