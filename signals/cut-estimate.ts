import { signalEntry } from './catalogue.ts';
import { whyNotCut } from './cut-reasons.ts';
import type { CutWhole } from './cut-reasons.ts';
import { estimateSignal } from './estimate-signal.ts';
import type { Estimate, EstimateParameters, MissingEstimate, MissingState } from './estimate.ts';
import type { TelemetryWindow } from './window.ts';

/** Estimates signals of one part of a workload's telemetry after the other. */
export interface CutEstimator {
  /** @param window of the part, over the same time as the whole */
  estimate(id: string, window: TelemetryWindow): Estimate;
}

/**
 * An estimator of parts, by the same estimators as the whole. Whether a source has gone silent is asked of
 * the whole: a release that was replaced last week is known, not stale.
 * @param whole the workload's window that is cut
 * @param parametersOf what policy and record say about a signal of the catalogue
 */
export function createCutEstimator(
  whole: CutWhole,
  parametersOf: (id: string) => EstimateParameters,
): CutEstimator {
  const known = new Map<string, Estimate>();
  const ofWhole = (id: string): Estimate => {
    let estimate = known.get(id);
    if (estimate === undefined) {
      estimate = estimateSignal(id, whole.window, parametersOf(id));
      known.set(id, estimate);
    }
    return estimate;
  };
  const { dimension } = whole;
  return {
    estimate(id, window) {
      const all = ofWhole(id);
      const reason = whyNotCut(signalEntry(id), whole, parametersOf(id));
      if (reason !== null) return missing('not_applicable', 0, all.method, reason);
      if (all.state === 'stale' || all.state === 'not_instrumented') {
        return missing(all.state, 0, all.method, all.reason);
      }
      const found = estimateSignal(id, window, { ...parametersOf(id), staleAfterMs: Infinity });
      if (found.state !== 'not_instrumented') return found;
      // Aggregates that a sender reports name no part they are of.
      if (whole.window.lastSeenMs(`metric:${id}`) !== null) {
        const told = `It is reported for the workload as a whole, not by ${dimension}.`;
        return missing('not_applicable', 0, found.method, told);
      }
      const none = `No ${signalEntry(id).trials} of this ${dimension} in the window.`;
      return missing('too_few', 0, found.method, none);
    },
  };
}

function missing(state: MissingState, n: number, method: string, reason: string): MissingEstimate {
  return { state, value: null, low: null, high: null, n, nEffective: n, method, reason };
}
