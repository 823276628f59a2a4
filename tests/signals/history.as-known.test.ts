import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import type { DimensionRow, IncidentRow } from '../../signals/history-rows.ts';
import { historyRows, hourRow } from './sample-window.ts';

describe('judgements', () => {
  const history = createHistory(
    historyRows({
      hours: [hourRow(0, { runs: 10, judged: 4, hallucinated: 1 })],
      corrections: [
        { runHourMs: 0, judgedMs: 30 * 60_000, judged: 1, hallucinated: 0 },
        { runHourMs: 0, judgedMs: 5 * HOUR_MS, judged: 0, hallucinated: -1 },
        { runHourMs: 0, judgedMs: 9 * HOUR_MS - 1, judged: 1, hallucinated: 1 },
      ],
      endMs: 10 * HOUR_MS,
    }),
  );
  const known = (toHour: number): number[] => {
    const window = history.window(0, toHour * HOUR_MS);
    return [window.sum('judged'), window.sum('hallucinated')];
  };

  test('count from the instant they were made, not from the run’s', () => {
    expect(known(1)).toEqual([5, 1]);
    expect(known(5)).toEqual([5, 1]);
    expect(known(6)).toEqual([5, 0]);
    expect(known(9)).toEqual([6, 1]);
  });

  test('are the same when an earlier window is asked for after a later one', () => {
    expect(known(10)).toEqual([6, 1]);
    expect(known(1)).toEqual([5, 1]);
  });

  test('belong to the run’s hour', () => {
    expect(history.window(HOUR_MS, 10 * HOUR_MS).sum('judged')).toBe(0);
  });
});

describe('costs', () => {
  test('a month’s cost seen by seven of its days is seven thirtieths of it', () => {
    const month = {
      tsMs: 0,
      category: 'support',
      amountUsd: 300,
      startMs: 0,
      endMs: 30 * DAY_MS,
    } as const;
    const history = createHistory(historyRows({ costs: [month], endMs: 40 * DAY_MS }));
    expect(history.window(5 * DAY_MS, 12 * DAY_MS).costs.support).toBeCloseTo(70, 12);
    expect(history.window(27 * DAY_MS, 34 * DAY_MS).costs.support).toBeCloseTo(30, 12);
    expect(history.window(0, 40 * DAY_MS).costs).toEqual({
      inference: 0,
      review: 0,
      support: 300,
      infrastructure: 0,
      incident: 0,
      other: 0,
    });
  });

  test('an invoice is not known before it is sent', () => {
    const invoice = {
      tsMs: 30 * DAY_MS,
      category: 'other',
      amountUsd: 30,
      startMs: 0,
      endMs: 30 * DAY_MS,
    } as const;
    const history = createHistory(
      historyRows({ hours: [hourRow(0, { runs: 1 })], costs: [invoice], endMs: 31 * DAY_MS }),
    );
    expect(history.window(10 * DAY_MS, 30 * DAY_MS).costs.other).toBe(0);
    expect(history.window(10 * DAY_MS, 30 * DAY_MS + HOUR_MS).costs.other).toBeCloseTo(20, 12);
  });

  test('a period is cut to the millisecond where the history ends inside an hour', () => {
    const hour = { tsMs: 0, category: 'other', amountUsd: 60, startMs: 0, endMs: HOUR_MS } as const;
    const history = createHistory(historyRows({ costs: [hour], endMs: 20 * 60_000 }));
    expect(history.window(0, 20 * 60_000).costs.other).toBeCloseTo(20, 12);
  });
});

describe('incidents', () => {
  const phase = (incident: string, name: IncidentRow['phase'], tsMs: number): IncidentRow => ({
    incident,
    phase: name,
    tsMs,
    rollback: true,
    drill: false,
  });

  test('restored longer than a year ago are left out, open ones are not complete', () => {
    const history = createHistory(
      historyRows({
        incidents: [
          phase('old', 'detected', 0),
          phase('old', 'restored', HOUR_MS),
          phase('open', 'detected', 300 * DAY_MS),
        ],
        endMs: 400 * DAY_MS,
      }),
    );
    expect(history.window(0, 365 * DAY_MS).incidents.map((row) => row.incident)).toEqual([
      'old',
      'open',
    ]);
    const later = history.window(0, 400 * DAY_MS).incidents;
    expect(later.map(({ incident, restoredMs }) => [incident, restoredMs])).toEqual([
      ['open', null],
    ]);
  });
});

describe('release changes', () => {
  const runs = (
    hour: number,
    counts: Record<string, number>,
    dimension: DimensionRow['dimension'] = 'release',
  ): DimensionRow[] =>
    Object.entries(counts).map(([value, count]) => ({
      hourMs: hour * HOUR_MS,
      dimension,
      value,
      runs: count,
    }));
  const changesOf = (hours: readonly Record<string, number>[]): [number, string][] =>
    createHistory(
      historyRows({
        hours: hours.map((counts, hour) =>
          hourRow(hour * HOUR_MS, { runs: Object.values(counts).reduce((a, b) => a + b, 0) }),
        ),
        dimensions: hours.flatMap((counts, hour) => runs(hour, counts)),
        endMs: hours.length * HOUR_MS,
      }),
    ).releaseChanges.map(({ atMs, value }) => [atMs / HOUR_MS, value]);

  test('the first hour’s releases are the starting point', () => {
    expect(changesOf([{ a: 5, b: 5 }, { a: 10 }])).toEqual([]);
  });

  test('a release counts once it carries a fifth of the last day, at the end of that hour', () => {
    expect(changesOf([{ a: 8 }, { a: 7, b: 1 }, { a: 3, b: 4 }, { b: 9 }])).toEqual([[3, 'b']]);
  });

  test('a canary below a fifth is no change', () => {
    expect(changesOf([{ a: 10 }, { a: 9, b: 1 }, { a: 9, b: 1 }])).toEqual([]);
  });

  test('going back to a release is no change', () => {
    const hours = [
      ...Array.from({ length: 30 }, () => ({ a: 1 })),
      ...Array.from({ length: 30 }, () => ({ b: 1 })),
      { a: 100 },
    ];
    expect(changesOf(hours)).toEqual([[35, 'b']]);
  });

  test('runs without a release are not a release', () => {
    expect(changesOf([{ a: 10 }, { '': 100 }])).toEqual([]);
  });

  test('a share that grows because older runs leave the day counts', () => {
    const hours = [{ a: 9 }, { a: 0, b: 2 }, ...Array.from({ length: 24 }, () => ({}))];
    expect(changesOf(hours)).toEqual([[25, 'b']]);
  });
});
