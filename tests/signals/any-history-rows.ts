import fc from 'fast-check';
import { HOUR_MS } from '../../core/time.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import type {
  CostRow,
  HistoryRows,
  HourRow,
  IncidentRow,
  JudgementCorrection,
  MetricRow,
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
      features: fc.constant([]),
      drifts: fc.constant([]),
      designEffects: fc.constant([]),
      dataAges: fc.constant([]),
      rejected: fc.constant([]),
      endMs: fc.oneof(
        anyHour.map((hour) => hour * HOUR_MS),
        anyMs,
      ),
    }),
  );
