import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal, limitSide, readSignal } from '../../signals/estimate-signal.ts';
import { sideOfInterval } from '../../signals/finding.ts';
import { createHistory } from '../../signals/history.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import { anyParams, anyWindow } from './any-window.ts';
import { historyRows, hourRow, parametersOf } from './sample-window.ts';

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
