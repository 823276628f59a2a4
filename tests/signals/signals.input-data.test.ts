import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proportionInterval } from '../../core/statistics/proportion-sequence.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import { historyRows, hourRow, parametersOf } from './sample-window.ts';

const estimate = (
  id: string,
  rows: Partial<HistoryRows>,
  [fromHour, toHour]: readonly [number, number],
): Estimate => {
  const history = createHistory(historyRows({ endMs: toHour * HOUR_MS, ...rows }));
  const window = history.window(fromHour * HOUR_MS, toHour * HOUR_MS);
  return estimateSignal(id, window, parametersOf({ minSample: 1 }));
};

describe('the freshness of input data', () => {
  const fresh = (
    dataAges: HistoryRows['dataAges'],
    hours: readonly [number, number] = [0, 10],
  ): Estimate => estimate('data_freshness', { dataAges }, hours);

  test('is the age of the newest that any event of the window names, at the window’s end', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            hourMs: fc.integer({ min: 0, max: 9 }).map((hour) => hour * HOUR_MS),
            asOfMs: fc.integer({ min: -30 * DAY_MS, max: 10 * HOUR_MS }),
          }),
          { minLength: 1, selector: (row) => row.hourMs },
        ),
        (ages) => {
          const newestMs = Math.max(...ages.map((row) => row.asOfMs));
          expect(fresh(ages)).toMatchObject({
            state: 'ok',
            value: (10 * HOUR_MS - newestMs) / MINUTE_MS,
            low: null,
            high: null,
            n: ages.length,
          });
        },
      ),
    );
  });

  test('has no interval, so it never decides', () => {
    const rows = historyRows({ dataAges: [{ hourMs: 0, asOfMs: 0 }], endMs: HOUR_MS });
    const window = createHistory(rows).window(0, HOUR_MS);
    expect(readSignal('data_freshness', window, parametersOf({ minSample: 1 }), 1).side).toBe(
      'open',
    );
  });

  test('is not instrumented, too few or stale where no event says, never 0', () => {
    const told = [{ hourMs: 0, asOfMs: 0 }];
    expect(fresh([]).state).toBe('not_instrumented');
    expect(fresh(told, [5, 10]).state).toBe('too_few');
    expect(fresh(told, [0, 60]).state).toBe('stale');
  });

  test('that lies in the future is a failed source, up to the skew of clocks it is 0', () => {
    const at = 10 * HOUR_MS;
    expect(fresh([{ hourMs: 9 * HOUR_MS, asOfMs: at + 4 * MINUTE_MS }]).value).toBe(0);
    expect(fresh([{ hourMs: 9 * HOUR_MS, asOfMs: at + DAY_MS }])).toMatchObject({
      state: 'provider_error',
      reason: 'The newest input data is said to be 1440 minutes in the future.',
    });
  });
});

describe('the quarantine rate', () => {
  test('is rejected events over runs, other events and rejected ones', () => {
    const rows = {
      hours: [hourRow(0, { runs: 60, events_received: 30 }), hourRow(HOUR_MS, { runs: 90 })],
      rejected: [
        { hourMs: 0, events: 4 },
        { hourMs: HOUR_MS, events: 16 },
      ],
    };
    const found = estimate('quarantine_rate', rows, [0, 2]);
    expect(found).toMatchObject({ state: 'ok', value: 0.1, n: 200 });
    expect(found).toMatchObject(proportionInterval(20, 200, 0.05));
    expect(estimate('quarantine_rate', rows, [0, 1]).value).toBeCloseTo(4 / 94, 12);
  });

  test('is known where nothing is rejected, and where everything is', () => {
    const accepted = { hours: [hourRow(0, { runs: 50 })] };
    expect(estimate('quarantine_rate', accepted, [0, 1])).toMatchObject({ value: 0, n: 50 });
    const rejected = { rejected: [{ hourMs: 0, events: 50 }] };
    expect(estimate('quarantine_rate', rejected, [0, 1])).toMatchObject({ value: 1, n: 50 });
  });

  test('is stale when nothing at all has come lately', () => {
    const rejected = { rejected: [{ hourMs: 0, events: 50 }] };
    expect(estimate('quarantine_rate', rejected, [0, 49]).state).toBe('ok');
    expect(estimate('quarantine_rate', rejected, [0, 50]).state).toBe('stale');
  });
});
