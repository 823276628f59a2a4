import { z } from 'zod';
import { countAbove, valueAtRank, type LogHistogram } from '../../core/statistics/log-histogram.ts';
import { isoTime } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import { MEASURE_NAMES, PEOPLE_MEASURES } from '../../signals/measures.ts';
import type { CostByCategory, FeatureReference, TelemetryWindow } from '../../signals/window.ts';
import { plainDrift, readDrift, recordDrift } from './plain-drift.ts';
import { plainFeatures, readFeatures, recordFeatures } from './plain-features.ts';
import { readPart } from './plain-part.ts';
import { type PlainWindowEnd, readEnd } from './plain-window-end.ts';

const instant = z.iso.datetime();
const finite = z.number().nullable();

/** One window of telemetry as plain data: everything that any signal asks of it. Sums of 0 are left out. */
export const plainWindow = z.object({
  from: instant,
  sums: z.record(z.string(), z.number()),
  run_minutes: z.number(),
  ok_minutes: z.number(),
  /** Buckets of the latency histogram, ascending, and their counts. */
  latency: z.object({ buckets: z.array(z.number()), counts: z.array(z.number()) }),
  costs_usd: z.record(z.enum(COST_CATEGORIES), z.number()),
  metrics: z.record(
    z.string(),
    z.object({
      reports: z.number(),
      value: z.number(),
      n: finite,
      low: finite,
      high: finite,
    }),
  ),
  quarantined: z.number(),
  data_as_of: z.object({ newest: instant, hours: z.number() }).nullable(),
  drifts: z.array(plainDrift),
  features: z.array(plainFeatures),
});
export type PlainWindow = z.infer<typeof plainWindow>;

/**
 * A window as plain data, without what its end alone tells.
 * @param references the periods that a reader will compare features with
 */
export function recordWindow(
  window: TelemetryWindow,
  references: readonly (FeatureReference | null)[],
): PlainWindow {
  const histogram = [...window.latencyHistogram()].sort(([a], [b]) => a - b);
  const { dataAsOf } = window;
  return {
    from: isoTime(window.fromMs),
    sums: Object.fromEntries(
      [...MEASURE_NAMES, ...PEOPLE_MEASURES]
        .map((name) => [name, window.sum(name)] as const)
        .filter(([, sum]) => sum !== 0),
    ),
    run_minutes: window.runMinutes,
    ok_minutes: window.okMinutes,
    latency: {
      buckets: histogram.map(([bucket]) => bucket),
      counts: histogram.map(([, count]) => count),
    },
    costs_usd: { ...window.costs },
    metrics: Object.fromEntries(
      SIGNALS.flatMap(({ id }) => {
        const metric = window.metric(id);
        return metric === null ? [] : [[id, { ...metric }]];
      }),
    ),
    quarantined: window.quarantined,
    data_as_of:
      dataAsOf === null ? null : { newest: isoTime(dataAsOf.newestMs), hours: dataAsOf.hours },
    drifts: window.drifts.map(recordDrift),
    features: references.map((reference) => recordFeatures(window, reference)),
  };
}

/**
 * The window that plain data tells of: every signal reads in it what it read in the one recorded.
 * @param plain of {@link recordWindow}
 * @param end what all windows with that end share
 * @returns throws a RangeError when asked for a part or a comparison that was not recorded
 */
export function readPlainWindow(plain: PlainWindow, end: PlainWindowEnd): TelemetryWindow {
  const histogram: LogHistogram = plain.latency;
  const dataAsOf = plain.data_as_of;
  return {
    ...readEnd(end),
    fromMs: Date.parse(plain.from),
    sum: (measure) => plain.sums[measure] ?? 0,
    runMinutes: plain.run_minutes,
    okMinutes: plain.ok_minutes,
    latencyHistogram: () =>
      new Map(plain.latency.buckets.map((bucket, i) => [bucket, plain.latency.counts[i]!])),
    latencyAbove: (limitMs) => countAbove(histogram, limitMs),
    latencyAtRank: (rank) => valueAtRank(histogram, rank),
    costs: plain.costs_usd satisfies CostByCategory,
    metric: (signal) => plain.metrics[signal] ?? null,
    quarantined: plain.quarantined,
    dataAsOf:
      dataAsOf === null ? null : { newestMs: Date.parse(dataAsOf.newest), hours: dataAsOf.hours },
    drifts: plain.drifts.map(readDrift),
    features: (reference) => readFeatures(plain.features, reference),
    part: (fromMs, toMs) => readPart(end, fromMs, toMs),
  };
}
