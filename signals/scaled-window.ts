import { COST_CATEGORIES } from './history-rows.ts';
import type { CostByCategory, TelemetryWindow } from './window.ts';

/**
 * The same telemetry k times over: every sum, count and cost × k, every share and mean as it was. For
 * "how many more samples would settle it".
 * @param window any
 * @param k factor, > 0 and finite, whole or not; throws a RangeError otherwise
 * @returns a window over the same span; incidents, which cannot be cut, are repeated to the nearest whole
 * number of them. The reference of features is fixed and stays, as do reports of drift and ages
 */
export function scaledWindow(window: TelemetryWindow, k: number): TelemetryWindow {
  if (!(k > 0 && k < Infinity)) throw new RangeError(`a factor must be above 0, got ${k}`);
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    sum: (measure) => k * window.sum(measure),
    get runMinutes() {
      return k * window.runMinutes;
    },
    get okMinutes() {
      return k * window.okMinutes;
    },
    latencyHistogram: () =>
      new Map([...window.latencyHistogram()].map(([bucket, count]) => [bucket, k * count])),
    latencyAbove: (limitMs) => k * window.latencyAbove(limitMs),
    latencyAtRank: (rank) => window.latencyAtRank(Math.max(1, rank / k)),
    get costs() {
      return scaledCosts(window.costs, k);
    },
    get incidents() {
      const { incidents } = window;
      return Array.from(
        { length: Math.round(k * incidents.length) },
        (_, i) => incidents[i % incidents.length]!,
      );
    },
    metric: (signal) => {
      const metric = window.metric(signal);
      return metric === null || metric.n === null ? metric : { ...metric, n: k * metric.n };
    },
    get firstMs() {
      return window.firstMs;
    },
    get quarantined() {
      return k * window.quarantined;
    },
    get dataAsOf() {
      return window.dataAsOf;
    },
    get drifts() {
      return window.drifts;
    },
    features: (reference) =>
      window
        .features(reference)
        .map((spread) => ({ ...spread, current: spread.current.map((count) => k * count) })),
    designEffect: (signal) => window.designEffect(signal),
    part: (fromMs, toMs) => scaledWindow(window.part(fromMs, toMs), k),
    lastSeenMs: (input) => window.lastSeenMs(input),
  };
}

function scaledCosts(costs: CostByCategory, k: number): CostByCategory {
  const scaled = { ...costs };
  for (const category of COST_CATEGORIES) scaled[category] *= k;
  return scaled;
}
