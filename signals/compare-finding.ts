import type { SignalEntry } from './catalogue-entry.ts';
import type { EstimateParameters } from './estimate.ts';
import type { Finding } from './finding.ts';
import type { TelemetryWindow } from './window.ts';

/**
 * A signal's own number in a window, at whatever level a comparison asks for; staleness and reported
 * aggregates do not come into it.
 * @param entry of the catalogue
 * @param params with the level that is asked for
 */
export function findForComparison(
  entry: SignalEntry,
  window: TelemetryWindow,
  params: EstimateParameters,
): Finding {
  const designEffect = window.designEffect(entry.id);
  return entry.find(window, designEffect > 1 ? { ...params, designEffect } : params);
}
