import fc from 'fast-check';
import { HOUR_MS } from '../../core/time.ts';
import { COST_CATEGORIES, FEATURE_ROLES } from '../../signals/history-rows.ts';
import type {
  CostRow,
  DataAgeRow,
  DesignEffectRow,
  DriftRow,
  FeatureRow,
  HistoryRows,
  HourRow,
  IncidentRow,
  JudgementCorrection,
  MetricRow,
  RejectedRow,
} from '../../signals/history-rows.ts';

/** Hours that random histories lie in, from the epoch on. */
export const HISTORY_HOURS = 60;

const anyHour = fc.integer({ min: 0, max: HISTORY_HOURS - 1 });
const anyMs = fc.integer({ min: 0, max: HISTORY_HOURS * HOUR_MS });

const hourRowOf = (hour: number): fc.Arbitrary<HourRow> =>
  fc.record({
    hourMs: fc.constant(hour * HOUR_MS),
    sums: fc.record({
      runs: fc.integer({ min: 0, max: 50 }),
      judged: fc.integer({ min: 0, max: 9 }),
      hallucinated: fc.integer({ min: 0, max: 9 }),
      cost_usd: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(1e9)),
    }),
    runMinutes: fc.integer({ min: 0, max: 60 }),
    okMinutes: fc.integer({ min: 0, max: 60 }),
    latency: fc
      .array(fc.tuple(fc.integer({ min: 400, max: 420 }), fc.integer({ min: 1, max: 5 })), {
        maxLength: 6,
      })
      .map((entries) => new Map(entries)),
  });

const correction: fc.Arbitrary<JudgementCorrection> = fc.record({
  runHourMs: anyHour.map((hour) => hour * HOUR_MS),
  judgedMs: anyMs,
  judged: fc.integer({ min: 0, max: 1 }),
  hallucinated: fc.integer({ min: -1, max: 1 }),
});

const cost: fc.Arbitrary<CostRow> = fc
  .record({
    tsMs: anyMs,
    category: fc.constantFrom(...COST_CATEGORIES),
    amountUsd: fc.double({ min: -5, max: 100, noNaN: true }),
    startMs: fc.integer({ min: -20 * HOUR_MS, max: (HISTORY_HOURS + 5) * HOUR_MS }),
    lengthMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 40 * HOUR_MS }),
      fc.integer({ min: 0, max: 9 }).map((h) => h * HOUR_MS),
    ),
  })
  .map(({ lengthMs, ...row }) => ({ ...row, endMs: row.startMs + lengthMs }));

const incident: fc.Arbitrary<IncidentRow> = fc.record({
  tsMs: anyMs,
  incident: fc.constantFrom('a', 'b', 'c'),
  phase: fc.constantFrom('started', 'detected', 'mitigated', 'restored'),
  rollback: fc.boolean(),
  drill: fc.boolean(),
});

const metric: fc.Arbitrary<MetricRow> = fc.record({
  hourMs: anyHour.map((hour) => hour * HOUR_MS),
  signal: fc.constantFrom('uptime', 'drift'),
  reports: fc.integer({ min: 1, max: 2 }),
  reportsWithN: fc.integer({ min: 1, max: 2 }),
  reportsWithBounds: fc.integer({ min: 1, max: 2 }),
  n: fc.integer({ min: 0, max: 50 }),
  valueSum: fc.double({ min: 0, max: 5, noNaN: true }),
  lowSum: fc.double({ min: 0, max: 5, noNaN: true }),
  highSum: fc.double({ min: 0, max: 5, noNaN: true }),
  valueByN: fc.double({ min: 0, max: 5, noNaN: true }),
  lowByN: fc.double({ min: 0, max: 5, noNaN: true }),
  highByN: fc.double({ min: 0, max: 5, noNaN: true }),
});

/** Of one way of telling a feature: its keys are of that shape, and one is no number at all. */
const featureRow: fc.Arbitrary<FeatureRow> = fc
  .constantFrom(
    ['values', ['-2', '0', '0.5', '3', '40', 'x']] as const,
    ['histogram', ['0|1', '1|2', '2|4', '4|1e3', '7']] as const,
    ['categories', ['a', 'b', 'c', 'd']] as const,
  )
  .chain(([shape, keys]) =>
    fc.record({
      hourMs: anyHour.map((hour) => hour * HOUR_MS),
      feature: fc.constantFrom('length', 'topic'),
      role: fc.constantFrom(...FEATURE_ROLES),
      release: fc.constantFrom('', '1', '2'),
      shape: fc.constant(shape),
      counts: fc
        .array(fc.tuple(fc.constantFrom(...keys), fc.integer({ min: 0, max: 200 })), {
          maxLength: 5,
        })
        .map((entries) => new Map<string, number>(entries)),
    }),
  );

const drift: fc.Arbitrary<DriftRow> = fc.record({
  tsMs: anyMs,
  feature: fc.constantFrom('length', 'topic'),
  role: fc.constantFrom(...FEATURE_ROLES),
  score: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })),
  method: fc.constant('ks'),
  pValue: fc.option(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))),
});

const designEffect: fc.Arbitrary<DesignEffectRow> = fc.record({
  atMs: anyMs,
  signal: fc.constantFrom('hallucination_rate', 'roi', 'latency_p95', 'drift'),
  effect: fc.double({ min: 1, max: 20, noNaN: true }),
});

const dataAge: fc.Arbitrary<DataAgeRow> = fc.record({
  hourMs: anyHour.map((hour) => hour * HOUR_MS),
  asOfMs: anyMs,
});

const rejected: fc.Arbitrary<RejectedRow> = fc.record({
  hourMs: anyHour.map((hour) => hour * HOUR_MS),
  events: fc.integer({ min: 1, max: 50 }),
});

/** What feeds signals besides sums: features, reports, ages, rejected events, design effects. */
export const anyOtherRows = {
  features: fc.array(featureRow, { maxLength: 30 }),
  drifts: fc.array(drift, { maxLength: 6 }),
  designEffects: fc
    .array(designEffect, { maxLength: 6 })
    .map((rows) => rows.toSorted((a, b) => a.atMs - b.atMs)),
  dataAges: fc.uniqueArray(dataAge, { maxLength: 8, selector: (row) => row.hourMs }),
  rejected: fc.uniqueArray(rejected, { maxLength: 8, selector: (row) => row.hourMs }),
};

/** Telemetry of every sort, late and contradictory rows included. */
export const anyHistoryRows: fc.Arbitrary<HistoryRows> = fc
  .uniqueArray(anyHour, { maxLength: 40 })
  .chain((hours) =>
    fc.record({
      hours: fc.tuple(...hours.toSorted((a, b) => a - b).map(hourRowOf)),
      corrections: fc.array(correction, { maxLength: 30 }),
      costs: fc.array(cost, { maxLength: 12 }),
      incidents: fc.array(incident, { maxLength: 12 }),
      metrics: fc.array(metric, { maxLength: 12 }),
      dimensions: fc.constant([]),
      ...anyOtherRows,
      endMs: fc.oneof(
        anyHour.map((hour) => hour * HOUR_MS),
        anyMs,
      ),
    }),
  );
