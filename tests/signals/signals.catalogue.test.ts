import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { signalDocument } from '../../scripts/write-signal-docs.ts';
import { HOUR_MS } from '../../core/time.ts';
import { AXES } from '../../signals/axis.ts';
import { SIGNALS, SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { DIRECTIONS, ESTIMATOR_KINDS } from '../../signals/catalogue-entry.ts';
import { findSignal } from '../../signals/find-signal.ts';
import { DISPLAY_MEASURES, MEASURE_NAMES } from '../../signals/measures.ts';
import type { MeasureName } from '../../signals/measures.ts';
import { ROW_INPUTS } from '../../signals/window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

/** The table of the specification: axis, unit, which way is better, and the kind of estimator. */
const SPECIFIED: Readonly<Record<string, string>> = {
  hallucination_rate: 'operations, ratio, lower, proportion',
  error_rate: 'operations, ratio, lower, proportion',
  tool_call_success: 'operations, ratio, higher, proportion',
  latency_p50: 'operations, ms, lower, quantile',
  latency_p95: 'operations, ms, lower, quantile',
  latency_p99: 'operations, ms, lower, quantile',
  uptime: 'operations, ratio, higher, proportion',
  drift: 'operations, score, lower, distance',
  rollback_mttr: 'operations, minutes, lower, mean',
  low_confidence_rate: 'operations, ratio, lower, proportion',
  escalation_rate: 'operations, ratio, lower, proportion',
  complaint_rate: 'operations, ratio, lower, proportion',
  rework_rate: 'operations, ratio, lower, proportion',
  audited_error_rate: 'operations, ratio, lower, proportion',
  review_burden: 'operations, minutes per run, lower, mean',
  data_freshness: 'operations, minutes, lower, age',
  quarantine_rate: 'operations, ratio, lower, proportion',
  value_per_run: 'value, USD, higher, mean',
  net_minutes_saved: 'value, minutes per run, higher, mean',
  satisfaction: 'value, −1…1, higher, mean',
  acceptance_rate: 'value, ratio, higher, proportion',
  adoption_rate: 'value, ratio, higher, proportion',
  bypass_rate: 'value, ratio, lower, proportion',
  evaluation_pass_rate: 'value, ratio, higher, proportion',
  unit_cost: 'economics, USD per successful outcome, lower, ratio',
  roi: 'economics, ratio, higher, ratio',
  cost_against_baseline: 'economics, ratio, lower, ratio',
  unit_cost_trend: 'economics, % per week, lower, trend',
  budget_use: 'economics, ratio, lower, projection',
  tokens_per_run: 'economics, tokens, lower, mean',
  cost_per_run: 'economics, USD, lower, mean',
  runs: 'economics, runs, higher, count',
};

describe('the catalogue', () => {
  test('has every specified signal, once, on its axis, in its unit, with its direction and estimator', () => {
    const entries = SIGNALS.map(({ id, axis, unit, better, estimator }) => [
      id,
      `${axis}, ${unit}, ${better}, ${estimator}`,
    ]);
    expect(Object.fromEntries(entries)).toEqual(SPECIFIED);
    expect(SIGNALS_BY_ID.size).toBe(SIGNALS.length);
  });

  test('is what its document tells, whatever the width of the tables', () => {
    const plain = (text: string): string => text.replace(/ +/g, ' ').replace(/-{2,}/g, '--');
    const document = readFileSync(new URL('../../docs/signals.md', import.meta.url), 'utf8');
    expect(plain(document)).toBe(plain(signalDocument()));
    for (const { link } of SIGNALS) {
      const [file, heading] = link.split('#');
      expect(file).toBe('docs/signals.md');
      expect(document.match(new RegExp(`^#+ ${heading}$`, 'gm'))).toHaveLength(1);
    }
  });

  test.each(SIGNALS.map((entry) => [entry.id, entry] as const))('%s is complete', (_, entry) => {
    expect(AXES).toContain(entry.axis);
    expect(DIRECTIONS).toContain(entry.better);
    expect(ESTIMATOR_KINDS).toContain(entry.estimator);
    expect(entry.minSample).toBeGreaterThanOrEqual(entry.estimator === 'count' ? 0 : 1);
    for (const input of entry.inputs) expect([...MEASURE_NAMES, ...ROW_INPUTS]).toContain(input);
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
