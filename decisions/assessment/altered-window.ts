import type { TelemetryWindow } from '../../signals/window.ts';

/**
 * A window that answers some questions differently and passes all others on.
 * @param window any
 * @param changes answers of its own
 */
export function alteredWindow(
  window: TelemetryWindow,
  changes: Partial<TelemetryWindow>,
): TelemetryWindow {
  const passing: TelemetryWindow = {
    fromMs: window.fromMs,
    toMs: window.toMs,
    sum: (measure) => window.sum(measure),
    get runMinutes() {
      return window.runMinutes;
    },
    get okMinutes() {
      return window.okMinutes;
    },
    latencyHistogram: () => window.latencyHistogram(),
    latencyAbove: (limitMs) => window.latencyAbove(limitMs),
    latencyAtRank: (rank) => window.latencyAtRank(rank),
    get costs() {
      return window.costs;
    },
    get incidents() {
      return window.incidents;
    },
    metric: (signal) => window.metric(signal),
    get firstMs() {
      return window.firstMs;
    },
    get quarantined() {
      return window.quarantined;
    },
    get dataAsOf() {
      return window.dataAsOf;
    },
    get drifts() {
      return window.drifts;
    },
    features: (reference) => window.features(reference),
    designEffect: (signal) => window.designEffect(signal),
    part: (fromMs, toMs) => window.part(fromMs, toMs),
    lastSeenMs: (input) => window.lastSeenMs(input),
  };
  // Not spread: that would work out every answer that is only wanted when asked for.
  return Object.defineProperties(passing, Object.getOwnPropertyDescriptors(changes));
}
