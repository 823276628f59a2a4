import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal, limitSide, readSignal } from '../../signals/estimate-signal.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import { sideOfInterval } from '../../signals/finding.ts';
import { createHistory } from '../../signals/history.ts';
import { COST_CATEGORIES } from '../../signals/history-rows.ts';
import { MEASURES, MEASURE_NAMES } from '../../signals/measures.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
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

const anyWindow: fc.Arbitrary<TelemetryWindow> = fc
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
    scale: fc.constantFrom(null, 0.37, 12, 1e6),
  })
  .map(({ sums, runMinutes, okMinutes, latency, metrics, costs, scale }) => {
    const timed = [...latency.values()].reduce((a, b) => a + b, 0);
    const hours = [hourRow(0, { ...sums, timed }, { runMinutes, okMinutes, latency })];
    const window = createHistory(historyRows({ hours, metrics, costs })).window(0, HOUR_MS);
    return scale === null ? window : scaledWindow(window, scale);
  });

const anyParams: fc.Arbitrary<EstimateParameters> = fc
  .record({
    alpha: fc.constantFrom(0.01, 0.05, 0.3),
    minSample: fc.integer({ min: 1, max: 50 }),
    unpricedTolerance: fc.constantFrom(0.01, 1),
    businessCase: fc.constantFrom(
      {},
      { value_per_success_usd: 2, baseline_cost_per_task_usd: 1.5 },
      {
        value_per_success_usd: 0,
        minute_value_usd: 0.5,
        review_usd_per_hour: 30,
        edited_fraction: 0,
        baseline_cost_per_task_usd: 0,
      },
    ),
    judge: fc.option(fc.record({ sensitivity: finite(0, 1), specificity: finite(0, 1) }), {
      nil: null,
    }),
  })
  .map(({ judge, ...params }) => parametersOf(judge === null ? params : { ...params, judge }));

describe('every signal over random windows', () => {
  test('is a finite number inside its interval, or a missing state with a reason', () => {
    fc.assert(
      fc.property(anyWindow, anyParams, (window, params) => {
        for (const { id } of SIGNALS) {
          const found = estimateSignal(id, window, params);
          expect(Number.isFinite(found.n) && found.n >= 0, id).toBe(true);
          if (found.state !== 'ok') {
            expect(found.reason, id).toMatch(/^[^\n]{8,}\.$/);
            expect(found.reason, id).not.toMatch(/NaN|Infinity|undefined|null/);
            continue;
          }
          expect(Number.isFinite(found.value), id).toBe(true);
          expect(found.low === null).toBe(found.high === null);
          if (found.low === null || found.high === null) continue;
          const tolerance = 1e-9 * Math.max(1, Math.abs(found.value));
          expect(Number.isFinite(found.low) && Number.isFinite(found.high), id).toBe(true);
          expect(found.low, id).toBeLessThanOrEqual(found.value + tolerance);
          expect(found.high, id).toBeGreaterThanOrEqual(found.value - tolerance);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('reads on the side of any limit on which its interval lies', () => {
    const anyLimit = fc.oneof(
      fc.integer({ min: -10, max: 1010 }).map((x) => x / 1000),
      fc.integer({ min: -5000, max: 5_000_000 }).map((x) => x / 97),
    );
    fc.assert(
      fc.property(anyWindow, anyParams, anyLimit, (window, params, limit) => {
        for (const { id, better, estimator } of SIGNALS) {
          const found = estimateSignal(id, window, params);
          const read = readSignal(id, window, params, limit);
          expect([read.state, read.value, read.n], id).toEqual([found.state, found.value, found.n]);
          if (found.state !== 'ok') expect(read.side, id).toBe('open');
          if (found.state !== 'ok' || found.low === null || found.high === null) continue;
          const interval = { low: found.low, high: found.high };
          const side = limitSide(sideOfInterval(interval, limit), better);
          if (estimator === 'quantile' && found.method !== 'reported by the sender') {
            // The sequence is wider than one look's ranks: it may still be open, but never contradicts.
            if (side === 'good') expect(read.side, id).not.toBe('bad');
            if (side === 'bad') expect(read.side, id).not.toBe('good');
          } else {
            expect(read.side, id).toBe(side);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('keeps its value and only narrows its interval when the same telemetry comes k times over', () => {
    const params = parametersOf({ minSample: 1 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 2, max: 50 }),
        (x, rest, k) => {
          const window = createHistory(
            historyRows({ hours: [hourRow(0, { judged: x + rest, hallucinated: x })] }),
          ).window(0, HOUR_MS);
          const once = estimateSignal('hallucination_rate', window, params);
          const often = estimateSignal('hallucination_rate', scaledWindow(window, k), params);
          expect(often.value).toBeCloseTo(once.value!, 12);
          expect(often.n).toBe(k * once.n);
          expect(often.high! - often.low!).toBeLessThan(once.high! - once.low!);
        },
      ),
    );
  });

  test('reaches a minimum sample exactly when scaled to it', () => {
    const params = parametersOf({ minSample: 30 });
    for (let n = 1; n < 30; n++) {
      const window = createHistory(
        historyRows({ hours: [hourRow(0, { judged: n, hallucinated: 1 })] }),
      ).window(0, HOUR_MS);
      const state = estimateSignal(
        'hallucination_rate',
        scaledWindow(window, 30 / n),
        params,
      ).state;
      expect(state, `${n}`).toBe('ok');
    }
  });
});
