import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogramOf } from '../../core/statistics/log-histogram.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { MEASURE_NAMES, type MeasureName } from '../../signals/measures.ts';
import { isMinuteSignal, minuteNeeds, minuteParameters } from '../../signals/minute-signals.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { SummedWindow, type MinuteSums } from '../../signals/summed-window.ts';

const HOUR_MS = 3_600_000;
const NO_LATENCY = { buckets: [], counts: [] };
const anyMoney = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: undefined });
const anyCase = fc
  .record({
    value_per_success_usd: anyMoney,
    minute_value_usd: anyMoney,
    review_usd_per_hour: anyMoney,
    edited_fraction: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  })
  .map((fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
/** Sums with many zeros among them: what is there decides which way a signal is found. */
const anySums = fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(10_000)), {
  minLength: MEASURE_NAMES.length,
  maxLength: MEASURE_NAMES.length,
});
const anyWindow = fc.record({
  sums: anySums,
  latencies: fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 50 }),
  runMinutes: fc.nat(60),
  okMinutes: fc.nat(60),
});
const MINUTE_SIGNALS = SIGNALS.map(({ id }) => id).filter(isMinuteSignal);

describe('what a signal asks of sums over minutes', () => {
  test.each(MINUTE_SIGNALS)('%s is found in no less', (id) => {
    const needs = minuteNeeds(id);
    const asked = new Set<MeasureName>(needs.measures);
    fc.assert(
      fc.property(anyWindow, anyCase, fc.nat(100), (window, businessCase, minSample) => {
        const find = (sums: Omit<MinuteSums, 'fromMs' | 'toMs'>) => {
          const whole = new SummedWindow({ fromMs: 0, toMs: HOUR_MS, ...sums });
          const { state, n, ...found } = findSignal(
            id,
            whole,
            minuteParameters(businessCase, minSample),
          );
          return { state, n, value: 'value' in found ? found.value : null };
        };
        const { runMinutes, okMinutes } = window;
        const sum = (measure: MeasureName) => window.sums[MEASURE_NAMES.indexOf(measure)]!;
        const latency = histogramOf(window.latencies);
        const all = find({ sum, latency, runMinutes, okMinutes });
        const some = find({
          sum: (measure) => (asked.has(measure) ? sum(measure) : 0),
          latency: needs.hasLatency ? latency : NO_LATENCY,
          runMinutes: needs.hasMinutes ? runMinutes : 0,
          okMinutes: needs.hasMinutes ? okMinutes : 0,
        });
        expect(some).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });
});
