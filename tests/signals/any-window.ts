import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import { MEASURES, MEASURE_NAMES } from '../../signals/measures.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { anyOtherRows } from './any-history-rows.ts';
import { historyRows, hourRow, parametersOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

const finite = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });
/** Of trials: at 1e-6 of one an interval's end underflows to 0, where the evidence against 0 is still endless. */
const halves = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 2 * min, max: 2 * max }).map((x) => x / 2);

/** Sums as senders could bring them about, contradictory ones included; counts may even be negative. */
const anySums: fc.Arbitrary<Sums> = fc
  .tuple(
    fc.constantFrom(0, 40, 3000, 1e9),
    fc.array(
      fc.tuple(fc.constantFrom(...MEASURE_NAMES), finite(-0.05, 1), fc.constantFrom(1, 10, 1e12)),
      { maxLength: 90 },
    ),
  )
  .map(([size, entries]) =>
    Object.fromEntries(
      entries.map(([name, share, scale]) => [
        name,
        MEASURES[name].type === 'count'
          ? Math.round(share * size)
          : share * size * scale * (name.endsWith('_sq') ? scale : 1),
      ]),
    ),
  );

const anyMetric = fc.record({
  hourMs: fc.constant(0),
  signal: fc.constantFrom(...SIGNALS.map((entry) => entry.id)),
  reports: fc.constant(1),
  reportsWithN: fc.integer({ min: 0, max: 1 }),
  reportsWithBounds: fc.integer({ min: 0, max: 1 }),
  n: fc.integer({ min: 0, max: 5000 }),
  valueSum: finite(-2, 2),
  lowSum: finite(-2, 2),
  highSum: finite(-2, 2),
  valueByN: halves(-2, 2000),
  lowByN: finite(-2, 2000),
  highByN: finite(-2, 2000),
});

const anyCost = fc.record({
  tsMs: fc.constant(0),
  category: fc.constantFrom(...COST_CATEGORIES),
  amountUsd: finite(-1e9, 1e9),
  startMs: fc.constant(0),
  endMs: fc.integer({ min: 0, max: 3 * HOUR_MS }),
});

/** Features over three weeks, so that their first week ends. */
const FEATURE_STRETCH = 8;

/** Windows as senders could bring them about, contradictory ones included. */
export const anyWindow: fc.Arbitrary<TelemetryWindow> = fc
  .record({
    sums: anySums,
    runMinutes: fc.integer({ min: 0, max: 60 }),
    okMinutes: fc.integer({ min: 0, max: 60 }),
    latency: fc
      .array(fc.tuple(fc.integer({ min: -694, max: 2000 }), fc.integer({ min: 1, max: 400 })), {
        maxLength: 12,
      })
      .map((entries) => new Map(entries)),
    metrics: fc.array(anyMetric, { maxLength: 8 }),
    costs: fc.array(anyCost, { maxLength: 3 }),
    others: fc.record(anyOtherRows),
    days: fc.constantFrom(0, 1, 2, 20),
    scale: fc.constantFrom(null, 0.37, 12, 1e6),
  })
  .map(({ sums, runMinutes, okMinutes, latency, metrics, costs, others, days, scale }) => {
    const timed = [...latency.values()].reduce((a, b) => a + b, 0);
    const hours = Array.from({ length: 1 + days }, (_, day) =>
      hourRow(day * DAY_MS, { ...sums, timed }, { runMinutes, okMinutes, latency }),
    );
    const endMs = HOUR_MS + days * DAY_MS;
    const features = others.features.map((row) => ({
      ...row,
      hourMs: row.hourMs * FEATURE_STRETCH,
    }));
    const rows = historyRows({ hours, metrics, costs, ...others, features, endMs });
    const window = createHistory(rows).window(0, endMs);
    return scale === null ? window : scaledWindow(window, scale);
  });

/** What policies and business cases could say. */
export const anyParams: fc.Arbitrary<EstimateParameters> = fc
  .record({
    alpha: fc.constantFrom(0.01, 0.05, 0.3),
    minSample: fc.integer({ min: 1, max: 50 }),
    unpricedTolerance: fc.constantFrom(0.01, 1),
    staleAfterMs: fc.constantFrom(48 * HOUR_MS, Infinity),
    businessCase: fc.constantFrom(
      {},
      { value_per_success_usd: 2, baseline_cost_per_task_usd: 1.5, monthly_budget_usd: 100 },
      {
        value_per_success_usd: 0,
        minute_value_usd: 0.5,
        review_usd_per_hour: 30,
        edited_fraction: 0,
        baseline_cost_per_task_usd: 0,
      },
    ),
    judge: fc.option(
      fc.oneof(
        fc.record({ sensitivity: finite(0, 1), specificity: finite(0, 1) }),
        fc.record({
          sensitivity: finite(0, 1),
          specificity: finite(0, 1),
          n_positive: fc.integer({ min: 1, max: 300 }),
          n_negative: fc.integer({ min: 1, max: 300 }),
        }),
      ),
      { nil: null },
    ),
    reference: fc.constantFrom(null, { fromMs: 0, toMs: 5 * DAY_MS }, { release: '1' }),
  })
  .map(({ judge, reference, ...params }) =>
    parametersOf({
      ...params,
      ...(judge === null ? {} : { judge }),
      ...(reference === null ? {} : { reference }),
    }),
  );
