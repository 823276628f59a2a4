import { MINUTE_MS } from '../../core/time.ts';
import type { EstimateParameters } from '../estimate.ts';
import { MEAN_METHOD, findMean } from '../estimators/mean.ts';
import { notFound } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';

/**
 * Mean minutes from detection to restoration over the year's incidents with rollback, drills apart. An
 * incident without one of the two phases is left out, as is one said to be restored before detection.
 */
export function findRollbackTime(window: TelemetryWindow, params: EstimateParameters): Finding {
  const { incidents } = window;
  if (incidents.length === 0) {
    return notFound(
      'not_instrumented',
      0,
      MEAN_METHOD,
      'No incidents were reported in the last 365 days.',
    );
  }
  let n = 0;
  let sum = 0;
  let sumSquares = 0;
  for (const { rollback, drill, detectedMs, restoredMs } of incidents) {
    if (!rollback || drill || detectedMs === null || restoredMs === null) continue;
    const minutes = (restoredMs - detectedMs) / MINUTE_MS;
    if (minutes < 0) continue;
    n += 1;
    sum += minutes;
    sumSquares += minutes * minutes;
  }
  return findMean({ n, sum, sumSquares }, params, 'incidents with a rollback', { min: 0 });
}
