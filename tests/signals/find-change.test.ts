import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { findChange } from '../../signals/find-change.ts';
import { createHistory } from '../../signals/history.ts';
import type { HistoryRows, MetricRow } from '../../signals/history-rows.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { readChangePoints } from '../support/real-data.ts';
import { historyRows, hourRow, parametersOf } from './sample-window.ts';

function whole(rows: Partial<HistoryRows>, endMs: number): TelemetryWindow {
  return createHistory(historyRows({ ...rows, endMs })).window(0, endMs);
}

/** A day's judged runs: so many of a hundred made up. */
const judgedDay = (day: number, made: number) =>
  hourRow(day * DAY_MS + 9 * HOUR_MS, { runs: 100, judged: 100, hallucinated: made });

const days = (n: number, made: (day: number) => number) =>
  Array.from({ length: n }, (_, day) => judgedDay(day, made(day)));

describe('the change of a signal', () => {
  test('is told with its day, the day that showed it, and the signal before and after', () => {
    const hours = days(90, (day) => 2 + (day % 3) + (day < 60 ? 0 : 8));
    const window = whole({ hours }, 90 * DAY_MS);
    const change = findChange('hallucination_rate', window, parametersOf(), DAY_MS);
    expect(change).toMatchObject({
      state: 'changed',
      atMs: 60 * DAY_MS,
      better: false,
      before: { state: 'ok', value: 0.03, n: 6000 },
      after: { state: 'ok', value: 0.11, n: 3000 },
    });
    if (change.state !== 'changed') throw new Error('no change');
    expect(change.foundMs).toBeGreaterThan(change.atMs);
    expect(change.foundMs).toBeLessThanOrEqual(68 * DAY_MS);
    expect(change.before.high).toBeLessThan(change.after.low!);
  });

  test('is the latest of several, and for the better where it is', () => {
    const hours = days(120, (day) => 2 + (day % 3) + (day >= 40 && day < 80 ? 9 : 0));
    const change = findChange(
      'hallucination_rate',
      whole({ hours }, 120 * DAY_MS),
      parametersOf(),
      DAY_MS,
    );
    expect(change).toMatchObject({
      state: 'changed',
      atMs: 80 * DAY_MS,
      better: true,
      before: { value: 0.12, n: 4000 },
    });
  });

  test('is told from hours too, and leaves out those below the minimum sample', () => {
    const hours = Array.from({ length: 60 }, (_, hour) => [
      hourRow(2 * hour * HOUR_MS, {
        runs: 50,
        judged: 50,
        hallucinated: (hour % 3) + (hour < 45 ? 0 : 9),
      }),
      hourRow((2 * hour + 1) * HOUR_MS, { runs: 3, judged: 3, hallucinated: 3 }),
    ]).flat();
    const change = findChange(
      'hallucination_rate',
      whole({ hours }, 120 * HOUR_MS),
      parametersOf(),
      HOUR_MS,
    );
    expect(change).toMatchObject({ state: 'changed', atMs: 90 * HOUR_MS });
  });

  test('knows a judgement that came late as its window does', () => {
    const hours = days(80, (day) => 2 + (day % 3));
    const corrections = Array.from({ length: 20 }, (_, i) => i + 60).flatMap((day) =>
      Array.from({ length: 9 }, () => ({
        runHourMs: day * DAY_MS + 9 * HOUR_MS,
        judgedMs: 80 * DAY_MS - 1,
        judged: 0,
        hallucinated: 1,
      })),
    );
    const history = createHistory(historyRows({ hours, corrections, endMs: 81 * DAY_MS }));
    const at = (day: number) =>
      findChange('hallucination_rate', history.window(0, day * DAY_MS), parametersOf(), DAY_MS);
    expect(at(79).state).toBe('steady');
    expect(at(80)).toMatchObject({ state: 'changed', atMs: 60 * DAY_MS });
  });

  test('is not told from too few days, and a steady signal is steady', () => {
    const hours = days(60, (day) => 2 + (day % 3));
    expect(
      findChange('hallucination_rate', whole({ hours }, 60 * DAY_MS), parametersOf(), DAY_MS),
    ).toEqual({ state: 'steady', points: 60 });
    expect(
      findChange('hallucination_rate', whole({ hours }, 30 * DAY_MS), parametersOf(), DAY_MS),
    ).toEqual({
      state: 'too_few',
      points: 30,
      reason: '30 of 34 steps with a number needed.',
    });
    expect(() =>
      findChange('vibes', whole({ hours }, 60 * DAY_MS), parametersOf(), DAY_MS),
    ).toThrow(RangeError);
  });

  test('is rare where nothing changes: in at most 3 % of 90-day windows', () => {
    const uniform = createUniform(4_030);
    const made = (): number => {
      let count = 0;
      for (let i = 0; i < 100; i++) if (uniform() < 0.03) count += 1;
      return count;
    };
    const changed = Array.from({ length: 200 }, () => {
      const window = whole({ hours: days(90, made) }, 90 * DAY_MS);
      return findChange('hallucination_rate', window, parametersOf(), DAY_MS).state === 'changed';
    });
    expect(changed.filter(Boolean).length / 200).toBeLessThanOrEqual(0.03);
  });
});

const quality1 = readChangePoints('quality_control_1');
const quality5 = readChangePoints('quality_control_5');

/** A report a day, shifted so that a mean of tens keeps every value a plausible one. */
const reportedBy = (values: readonly number[]): TelemetryWindow => {
  const metrics = values.map((value, day): MetricRow => ({
    hourMs: day * DAY_MS,
    signal: 'tokens_per_run',
    reports: 1,
    reportsWithN: 0,
    reportsWithBounds: 0,
    n: 0,
    valueSum: value + 50,
    lowSum: 0,
    highSum: 0,
    valueByN: 0,
    lowByN: 0,
    highByN: 0,
  }));
  return whole({ metrics }, values.length * DAY_MS);
};

describe.skipIf(!quality1 || !quality5)(
  'a signal reported daily with the values of real series (skipped where the data is absent)',
  () => {
    const find = (values: readonly number[]) =>
      findChange('tokens_per_run', reportedBy(values), parametersOf(), DAY_MS);

    test('changes with quality_control_1 once 15 days have passed, and not before', () => {
      expect(find(quality1!.slice(0, 146)).state).toBe('steady');
      const change = find(quality1!.slice(0, 146 + 16));
      expect(change.state).toBe('changed');
      if (change.state !== 'changed') return;
      expect(Math.abs(change.atMs / DAY_MS - 146)).toBeLessThanOrEqual(5);
    });

    test('is steady with quality_control_5 throughout', () => {
      expect(find(quality5!)).toEqual({ state: 'steady', points: quality5!.length });
    });
  },
);
