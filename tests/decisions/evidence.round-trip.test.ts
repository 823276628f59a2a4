import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorTo, HOUR_MS } from '../../core/time.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import { evidence, readEvidence, recordEvidence } from '../../decisions/assessment/evidence.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import { createHistory } from '../../signals/history.ts';
import { readPlainHistory, recordHistory } from '../../decisions/assessment/plain-history.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { anyHistoryRows } from '../signals/any-history-rows.ts';
import { parametersOf } from '../signals/sample-window.ts';
import { inputAt } from './assess-at.ts';
import { sha256 } from './engine-fixtures.ts';
import { anyStretches, BROAD, CASED, daysOf, stretched } from './stretched-history.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a window sent as plain data', () => {
  it('gives every signal the number, interval and side it had', () => {
    fc.assert(
      fc.property(anyHistoryRows, fc.integer({ min: 0, max: 59 }), (rows, hour) => {
        const history = createHistory(rows);
        const fromMs = Math.min(hour * HOUR_MS, floorTo(history.endMs, HOUR_MS));
        const params = parametersOf({ minSample: 1 });
        const read = (given: TelemetryHistory) =>
          SIGNALS.map(({ id }) => [
            estimateSignal(id, given.window(fromMs, history.endMs), params),
            readSignal(id, given.window(fromMs, history.endMs), params, 0.4),
          ]);
        const plain = throughJson(recordHistory(history, history.endMs, read));
        expect(read(readPlainHistory(plain))).toEqual(read(history));
      }),
      { numRuns: 30 },
    );
  });
});

describe('evidence sent as plain data', () => {
  it('is assessed anew to the same assessment, its hash included', () => {
    fc.assert(
      fc.property(anyStretches, fc.boolean(), (stretches, gated) => {
        const input = inputAt(stretched(stretches), daysOf(stretches), {
          workload: CASED,
          document: {
            signals: BROAD,
            gates: { required_for_scale: gated ? ['owners'] : [] },
          },
          limitChangesMs: { roi: [Date.UTC(2026, 0, 4)] },
        });
        const sent = throughJson(recordEvidence(input));
        expect(evidence.parse(sent)).toEqual(sent);
        expect(assess(readEvidence(sent, sha256))).toEqual(assess(input));
      }),
      { numRuns: 25 },
    );
  });

  it('holds no window that nobody asks for, and throws for one that was not recorded', () => {
    const input = inputAt(stretched([]), 0, { workload: CASED });
    const { history, atMs } = readEvidence(recordEvidence(input), sha256);
    expect(() => history.window(atMs - 5 * HOUR_MS, atMs)).toThrow(RangeError);
  });
});
