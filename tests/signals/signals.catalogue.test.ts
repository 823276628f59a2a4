import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { AXES } from '../../signals/axis.ts';
import { SIGNALS, SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { DIRECTIONS, ESTIMATOR_KINDS } from '../../signals/catalogue-entry.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { DISPLAY_MEASURES, MEASURE_NAMES } from '../../signals/measures.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

/** The table of the specification, less what later versions feed. */
const SPECIFIED = [
  'hallucination_rate',
  'error_rate',
  'tool_call_success',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'uptime',
  'drift',
  'rollback_mttr',
  'low_confidence_rate',
  'escalation_rate',
  'complaint_rate',
  'rework_rate',
  'audited_error_rate',
  'review_burden',
  'value_per_run',
  'net_minutes_saved',
  'satisfaction',
  'acceptance_rate',
  'adoption_rate',
  'bypass_rate',
  'evaluation_pass_rate',
  'unit_cost',
  'roi',
  'cost_against_baseline',
  'tokens_per_run',
  'cost_per_run',
  'runs',
];

describe('the catalogue', () => {
  test('has every specified signal, once', () => {
    expect(SIGNALS.map((entry) => entry.id).toSorted()).toEqual(SPECIFIED.toSorted());
    expect(SIGNALS_BY_ID.size).toBe(SIGNALS.length);
  });

  test.each(SIGNALS.map((entry) => [entry.id, entry] as const))('%s is complete', (_, entry) => {
    expect(AXES).toContain(entry.axis);
    expect(DIRECTIONS).toContain(entry.better);
    expect(ESTIMATOR_KINDS).toContain(entry.estimator);
    expect(entry.minSample).toBeGreaterThanOrEqual(entry.estimator === 'count' ? 0 : 1);
    for (const input of entry.inputs) expect(MEASURE_NAMES).toContain(input);
    for (const words of [
      entry.title,
      entry.unit,
      entry.numerator,
      entry.denominator,
      entry.trials,
    ]) {
      expect(words.length).toBeGreaterThan(1);
    }
    expect(entry.description).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('feeds every measure into a signal, or says that it is for display only', () => {
    const asked = new Set<MeasureName>();
    const businessCase = {
      value_per_success_usd: 1,
      review_usd_per_hour: 1,
      baseline_cost_per_task_usd: 1,
    };
    const everything: Sums = Object.fromEntries(MEASURE_NAMES.map((name) => [name, 40]));
    const windows = [everything, { ...everything, run_tool_calls: 0, unpriced: 0, judged: 80 }].map(
      (sums) => recording(windowOf(sums), asked),
    );
    for (const window of windows) {
      for (const { id } of SIGNALS) {
        findSignal(id, window, parametersOf({ businessCase, unpricedTolerance: 2 }));
        findSignal(
          id,
          window,
          parametersOf({
            businessCase: { ...businessCase, minute_value_usd: 1 },
            unpricedTolerance: 2,
          }),
        );
      }
    }
    const unused = MEASURE_NAMES.filter((name) => !asked.has(name));
    expect(unused.toSorted()).toEqual([...DISPLAY_MEASURES].toSorted());
  });
});

/** A window that notes which measures are asked for. */
function recording(window: TelemetryWindow, asked: Set<MeasureName>): TelemetryWindow {
  return new Proxy(window, {
    get: (target, property) => {
      if (property === 'sum') return (name: MeasureName) => (asked.add(name), target.sum(name));
      if (property === 'lastSeenMs') return () => HOUR_MS;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
