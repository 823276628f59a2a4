import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { SIGNALS, signalEntry } from '../../signals/catalogue.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import { createHistory } from '../../signals/history.ts';
import type { MetricRow } from '../../signals/history-rows.ts';
import { historyRows, hourRow, parametersOf, windowOf } from './sample-window.ts';

const at = (history: ReturnType<typeof createHistory>, fromHour: number, toHour: number) =>
  history.window(fromHour * HOUR_MS, toHour * HOUR_MS);

describe('a signal without a number', () => {
  test.each(SIGNALS.map((entry) => [entry.id]))(
    '%s that was never seen is not instrumented, never 0',
    (id) => {
      const found = estimateSignal(id, windowOf({}), parametersOf());
      expect(found).toMatchObject({
        state: 'not_instrumented',
        value: null,
        low: null,
        high: null,
        n: 0,
      });
      expect(found).toHaveProperty('reason', expect.stringMatching(/^.{10,}\.$/));
    },
  );

  test.each(SIGNALS.map((entry) => [entry.id]))('%s has a side of no limit', (id) => {
    const { side, value, reason } = readSignal(id, windowOf({}), parametersOf(), 0);
    expect([side, value]).toEqual(['open', null]);
    expect(reason).not.toBeNull();
  });

  test('is too_few below the minimum sample, told with numbers', () => {
    const found = estimateSignal(
      'hallucination_rate',
      windowOf({ judged: 12, hallucinated: 1 }),
      parametersOf({ minSample: 100 }),
    );
    expect(found).toMatchObject({
      state: 'too_few',
      n: 12,
      reason: '12 of 100 judged runs needed.',
    });
  });

  test('is stale once its source has been silent for longer than allowed, however many trials there are', () => {
    const history = createHistory(
      historyRows({ hours: [hourRow(0, { judged: 500, hallucinated: 5 })], endMs: 60 * HOUR_MS }),
    );
    const state = (toHour: number): string =>
      estimateSignal('hallucination_rate', at(history, 0, toHour), parametersOf()).state;
    expect(state(49)).toBe('ok');
    expect(state(50)).toBe('stale');
    const { reason } = readSignal('hallucination_rate', at(history, 0, 50), parametersOf(), 0.1);
    expect(reason).toBe('The last judged runs were seen 2 days ago; after 2 days that is stale.');
  });

  test('is too_few in a window without trials while its source is alive', () => {
    const history = createHistory(
      historyRows({ hours: [hourRow(0, { judged: 500 })], endMs: 3 * HOUR_MS }),
    );
    expect(estimateSignal('hallucination_rate', at(history, 1, 3), parametersOf())).toMatchObject({
      state: 'too_few',
      n: 0,
    });
  });

  test('is told apart from a source that was never there when it fell silent long ago', () => {
    const history = createHistory(
      historyRows({ hours: [hourRow(0, { judged: 500 })], endMs: 30 * DAY_MS }),
    );
    expect(
      estimateSignal('hallucination_rate', history.window(23 * DAY_MS, 30 * DAY_MS), parametersOf())
        .state,
    ).toBe('stale');
  });

  test('is seen again when an older run is judged today', () => {
    const history = createHistory(
      historyRows({
        hours: [hourRow(0, { runs: 100, judged: 100, hallucinated: 1 })],
        corrections: [{ runHourMs: 0, judgedMs: 70 * HOUR_MS, judged: 0, hallucinated: 1 }],
        endMs: 80 * HOUR_MS,
      }),
    );
    expect(estimateSignal('hallucination_rate', at(history, 0, 70), parametersOf()).state).toBe(
      'stale',
    );
    expect(estimateSignal('hallucination_rate', at(history, 0, 72), parametersOf())).toMatchObject({
      state: 'ok',
      value: 0.02,
    });
  });
});

describe('uptime and tool calls', () => {
  test('are stale by the source they are computed from', () => {
    const hours = [
      hourRow(0, { probes: 100, probes_ok: 100 }),
      hourRow(99 * HOUR_MS, { runs_with_status: 50 }, { runMinutes: 50, okMinutes: 50 }),
    ];
    const history = createHistory(historyRows({ hours, endMs: 100 * HOUR_MS }));
    expect(estimateSignal('uptime', at(history, 0, 100), parametersOf()).state).toBe('stale');
    expect(estimateSignal('uptime', at(history, 90, 100), parametersOf())).toMatchObject({
      state: 'ok',
      n: 50,
    });
  });
});

describe('review time', () => {
  test('of which most reviews say nothing is too_few, not low', () => {
    const sums = {
      runs: 100,
      saved_n: 100,
      saved_sum: 500,
      saved_sq: 3000,
      reviews: 50,
      reviews_timed: 10,
      review_seconds: 60,
      review_seconds_sq: 400,
    };
    for (const id of ['review_burden', 'net_minutes_saved']) {
      expect(estimateSignal(id, windowOf(sums), parametersOf())).toMatchObject({
        state: 'too_few',
        reason: '10 of 50 (20 %) are reviews that state their seconds; at least half must be.',
      });
    }
  });
});

describe('reports of a signal', () => {
  const report = (hour: number): MetricRow => ({
    hourMs: hour * HOUR_MS,
    signal: 'drift',
    reports: 1,
    reportsWithN: 0,
    reportsWithBounds: 0,
    n: 0,
    valueSum: 0.1,
    lowSum: 0,
    highSum: 0,
    valueByN: 0,
    lowByN: 0,
    highByN: 0,
  });
  const history = createHistory(historyRows({ metrics: [report(0)], endMs: 99 * HOUR_MS }));

  test('are stale, too_few or known like telemetry', () => {
    expect(estimateSignal('drift', at(history, 0, 10), parametersOf())).toMatchObject({
      state: 'ok',
      value: 0.1,
    });
    expect(estimateSignal('drift', at(history, 5, 10), parametersOf()).state).toBe('too_few');
    expect(estimateSignal('drift', at(history, 0, 99), parametersOf()).state).toBe('stale');
    expect(estimateSignal('drift', at(history, 50, 99), parametersOf()).state).toBe('stale');
  });
});

test('a signal the catalogue does not have is a fault', () => {
  expect(() => signalEntry('vibes')).toThrow(RangeError);
  expect(() => estimateSignal('vibes', windowOf({}), parametersOf())).toThrow(RangeError);
});
