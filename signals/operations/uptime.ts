import type { EstimateParameters } from '../estimate.ts';
import { findProportion } from '../estimators/proportion.ts';
import { seenThrough, type Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

const BY_PROBES = ['probes'] as const;

/** Probes that succeeded; in a window without probes, minutes with successful runs over minutes with runs. */
export function findUptime(window: TelemetryWindow, params: EstimateParameters): Finding {
  const probes = window.sum('probes');
  if (probes > 0) {
    const counts = { x: window.sum('probes_ok'), n: probes };
    return seenThrough(findProportion(counts, params, 'probes'), BY_PROBES);
  }
  const counts = { x: window.okMinutes, n: window.runMinutes };
  return findProportion(counts, params, 'minutes with runs');
}
