import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorTo, HOUR_MS } from '../../core/time.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import { evidence, readEvidence, recordEvidence } from '../../decisions/assessment/evidence.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import { createHistory } from '../../signals/history.ts';
import {
  plainPolicy,
  readPlainPolicy,
  recordPolicy,
} from '../../decisions/assessment/plain-policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { readPlainHistory, recordHistory } from '../../decisions/assessment/plain-history.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { NO_ROWS, type FeatureRow } from '../../signals/history-rows.ts';
import { anyHistoryRows } from '../signals/any-history-rows.ts';
import { parametersOf } from '../signals/sample-window.ts';
import { inputAt } from './assess-at.ts';
import { policyWith, sha256 } from './engine-fixtures.ts';
import { dayMs, START_MS } from './simulated-history.ts';
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

describe('a policy sent as plain data', () => {
  it('keeps everything that it decides with', () => {
    const policy = resolvePolicy(
      {
        id: 'careful',
        extends: 'default',
        confidence: 0.99,
        grid: '6h',
        stale_after: '36h',
        dwell: { scale: '10d', hold: '90m' },
        gates: { required_for_scale: ['owners'] },
        signals: {
          hallucination_rate: {
            role: 'required',
            limit: 0.03,
            evidence: '49h',
            judge: { sensitivity: 0.9, specificity: 0.97, n_positive: 80, n_negative: 120 },
          },
          drift: {
            role: 'required',
            limit: 0.2,
            reference: { from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z' },
          },
          evaluation_pass_rate: { role: 'required', limit: 0.8, stale_after: '8d' },
          uptime: { role: 'not_applicable', reason: 'a batch job' },
        },
        overrides: {
          copilot: { reason: 'a pilot', signals: { roi: { role: 'advisory', limit: 1 } } },
        },
      },
      4,
      () => undefined,
      sha256,
      { id: 'copilot', risk_class: 'internal' },
    );
    const sent = throughJson(recordPolicy(policy));
    expect(plainPolicy.parse(sent)).toEqual(sent);
    expect(readPlainPolicy(sent)).toEqual(policy);
  });
});

describe('features sent as plain data', () => {
  const feature = (hour: number, counts: [string, number][]): FeatureRow => ({
    hourMs: START_MS + hour * HOUR_MS,
    feature: 'length',
    role: 'input',
    release: '',
    shape: 'values',
    counts: new Map(counts),
  });
  const hours = Array.from({ length: 12 * 24 }, (_, hour) => hour);
  const history = createHistory({
    ...NO_ROWS,
    features: hours.map((hour) =>
      feature(
        hour,
        hour < 200
          ? [
              ['10', 30],
              ['20', 70],
            ]
          : [
              ['10', 80],
              ['40', 20],
            ],
      ),
    ),
    drifts: [
      {
        tsMs: START_MS + 250 * HOUR_MS,
        feature: 'topic',
        role: 'input',
        score: 0.3,
        method: 'psi',
        pValue: null,
      },
    ],
    dataAges: [{ hourMs: START_MS + 280 * HOUR_MS, asOfMs: START_MS }],
    rejected: [{ hourMs: START_MS + 280 * HOUR_MS, events: 3 }],
    designEffects: [{ atMs: START_MS + 24 * HOUR_MS, signal: 'error_rate', effect: 1.7 }],
    endMs: START_MS + hours.length * HOUR_MS,
  });

  it('drift as it did, against the same reference, and no other can be asked for', () => {
    const policy = policyWith({ signals: { drift: { role: 'required', limit: 0.1 } } });
    const input = inputAt(history, 12, { workload: CASED, policy });
    const sent = throughJson(recordEvidence(input));
    expect(evidence.parse(sent)).toEqual(sent);
    const again = readEvidence(sent, sha256);
    expect(assess(again)).toEqual(assess(input));
    const drift = assess(again).signals.find(({ signal }) => signal === 'drift')!;
    expect(drift.state).toBe('ok');
    const window = again.history.window(dayMs(5), again.atMs);
    expect(window.quarantined).toBe(3);
    expect(window.designEffect('error_rate')).toBe(1.7);
    expect(() => window.features({ release: 'other' })).toThrow(RangeError);
  });
});
