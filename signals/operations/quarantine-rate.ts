import type { EstimateParameters } from '../estimate.ts';
import { findProportion } from '../estimators/proportion.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

/**
 * Events that were rejected over all that were received: runs, other events and rejected ones. Rejected
 * events stand at the time they came, accepted ones at their own.
 */
export function findQuarantineRate(window: TelemetryWindow, params: EstimateParameters): Finding {
  const x = window.quarantined;
  const n = window.sum('runs') + window.sum('events_received') + x;
  return findProportion({ x, n }, params, 'events received');
}
