import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jensenShannonDistance } from '../../core/statistics/jensen-shannon.ts';
import { DAY_MS } from '../../core/time.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import { featureDrifts } from '../../signals/feature-drifts.ts';
import { createHistory } from '../../signals/history.ts';
import type { FeatureRow } from '../../signals/history-rows.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { historyRows, parametersOf } from './sample-window.ts';

const params = parametersOf({ minSample: 100 });

function told(
  day: number,
  counts: Map<string, number>,
  rest: Partial<FeatureRow> = {},
): FeatureRow {
  return {
    hourMs: day * DAY_MS,
    feature: 'length',
    role: 'input',
    release: '',
    shape: 'values',
    counts,
    ...rest,
  };
}

const lastWeek = (features: FeatureRow[]): TelemetryWindow =>
  createHistory(historyRows({ features, endMs: 28 * DAY_MS })).window(21 * DAY_MS, 28 * DAY_MS);

const uniform = (shift: number, each = 20): Map<string, number> =>
  new Map(Array.from({ length: 100 }, (_, i) => [String(i + shift), each]));

describe('the drift of each feature', () => {
  test('of numbers that all moved alike is at least their shift, in standard deviations of the reference', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), (shift) => {
        const [drift] = featureDrifts(
          lastWeek([told(0, uniform(0)), told(27, uniform(shift))]),
          params,
        );
        const deviation = Math.sqrt((100 * 100 - 1) / 12);
        const moved = drift!.distances!.wasserstein!;
        expect(moved).toBeGreaterThanOrEqual(Math.abs(shift) / deviation - 1e-9);
        expect(moved).toBeLessThanOrEqual(Math.abs(shift) / deviation + 0.02);
      }),
    );
  });

  test('has the Jensen-Shannon distance of the same bins, none in standard deviations for labels', () => {
    const then = new Map([
      ['a', 600],
      ['b', 400],
    ]);
    const now = new Map([
      ['a', 300],
      ['b', 700],
    ]);
    const labels = { shape: 'categories', feature: 'topic' } as const;
    const [drift] = featureDrifts(lastWeek([told(0, then, labels), told(27, now, labels)]), params);
    expect(drift).toMatchObject({ feature: 'topic', state: 'ok', n: 1000, referenceN: 1000 });
    expect(drift!.distances!.jensenShannon).toBeCloseTo(
      jensenShannonDistance([600, 400], [300, 700]),
      12,
    );
    expect(drift!.distances!.wasserstein).toBeNull();
  });

  test('begins with the one that the signal names, and keeps those that cannot be compared', () => {
    const other = { feature: 'topic' } as const;
    const late = { feature: 'tone' } as const;
    const window = lastWeek([
      told(0, uniform(0)),
      told(27, uniform(30)),
      told(0, uniform(0), other),
      told(27, uniform(2), other),
      told(25, uniform(0), late),
    ]);
    const drifts = featureDrifts(window, params);
    expect(drifts.map(({ feature, state }) => [feature, state])).toEqual([
      ['length', 'ok'],
      ['topic', 'ok'],
      ['tone', 'waiting'],
    ]);
    const signal = estimateSignal('drift', window, params);
    expect(signal.value).toBe(drifts[0]!.distances!.psi);
    expect(signal.method).toContain('worst of 2 features, "length" (input)');
  });
});
