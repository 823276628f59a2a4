import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFeatureDrift } from '../../alerts/evaluate/read-feature-drift.ts';
import { findReleasePair, releaseSpans } from '../../alerts/evaluate/find-release-pair.ts';
import { compareWithBand, seasonalBand } from '../../alerts/condition/seasonal-band.ts';
import { findRuleFaults } from '../../alerts/rule/find-rule-faults.ts';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { medianSpread } from '../../core/statistics/median-spread.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type FeatureRow } from '../../signals/history-rows.ts';
import type { ReleaseHour } from '../../store/questions/read-release-hours.ts';
import { createUniform, drawPoisson } from '../core/statistics/seeded-random.ts';
import { ruleOf } from './engine-world.ts';

const terms = { share: 1, isCount: false, isProportion: false, n: 100, sensitivity: 4 };

describe('what is usual', () => {
  test('is left by chance less than once in a thousand hours, whatever is usual', () => {
    const uniform = createUniform(7);
    for (const mean of [2, 20, 400]) {
      let left = 0;
      for (let hour = 0; hour < 2000; hour += 1) {
        const past = Array.from({ length: 24 }, () => drawPoisson(mean, uniform));
        const band = seasonalBand(medianSpread(past)!, { ...terms, isCount: true });
        if (compareWithBand(drawPoisson(mean, uniform), band, 'both') === 'breach') left += 1;
      }
      expect(left, `mean ${mean}`).toBeLessThanOrEqual(2);
    }
  });

  test('holds a first failure after weeks without any, and not a tenth of all', () => {
    const quiet = seasonalBand({ median: 0, spread: 0 }, { ...terms, isProportion: true });
    expect(compareWithBand(1 / 100, quiet, 'above')).toBe('clear');
    expect(compareWithBand(10 / 100, quiet, 'above')).toBe('breach');
  });

  test('is not moved by any three weeks of eight', () => {
    const any = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(any, (spoilt) => {
        const usual = Array.from({ length: 15 }, (_, i) => 100 + (i % 3));
        const { median, spread } = medianSpread([...usual, ...spoilt])!;
        expect(median).toBeGreaterThanOrEqual(100);
        expect(median).toBeLessThanOrEqual(102);
        expect(spread).toBeLessThanOrEqual(1.4826 * 2);
      }),
    );
  });
});

describe('the newest release', () => {
  const hours = (...shares: readonly Readonly<Record<string, number>>[]): ReleaseHour[] =>
    shares.flatMap((share, hour) => [
      { hourMs: hour * HOUR_MS, release: null, runs: 100 },
      ...Object.entries(share).map(([release, runs]) => ({
        hourMs: hour * HOUR_MS,
        release,
        runs,
      })),
    ]);

  test('is the last that came to carry a fifth of the runs and still does', () => {
    const rolled = hours({ a: 100 }, { a: 90, b: 10 }, { a: 60, b: 40 }, { b: 100 });
    expect(findReleasePair(rolled, 2 * HOUR_MS)).toBe(null);
    expect(findReleasePair(rolled, 4 * HOUR_MS)).toEqual({
      newest: 'b',
      previous: 'a',
      rolloutMs: 2 * HOUR_MS,
    });
    const back = hours({ a: 100 }, { b: 100 }, ...Array.from({ length: 30 }, () => ({ a: 100 })));
    expect(findReleasePair(back, 32 * HOUR_MS)).toBe(null);
    expect(findReleasePair(rolled, 40 * DAY_MS)).toBe(null);
  });

  test('is compared over as many hours as the one before it', () => {
    const pair = { newest: 'b', previous: 'a', rolloutMs: 10 * HOUR_MS };
    const at = (from: number, to: number) => ({ fromMs: from * HOUR_MS, toMs: to * HOUR_MS });
    expect(releaseSpans(pair, 6 * HOUR_MS, 12 * HOUR_MS)).toEqual({
      after: at(10, 12),
      before: at(8, 10),
    });
    expect(releaseSpans(pair, 6 * HOUR_MS, 30 * HOUR_MS)).toEqual({
      after: at(24, 30),
      before: at(4, 10),
    });
  });
});

describe('drift of a feature', () => {
  const FROM = Date.UTC(2026, 0, 1);
  const DAYS = 40;
  const feature = (name: string, moves: boolean): FeatureRow[] =>
    Array.from({ length: DAYS }, (_, day): FeatureRow => {
      const isMoved = moves && day >= DAYS - 2;
      const counts = new Map([
        ['short', isMoved ? 100 : 500],
        ['long', isMoved ? 900 : 500],
      ]);
      const hourMs = FROM + day * DAY_MS;
      return { hourMs, feature: name, role: 'input', release: '', shape: 'categories', counts };
    });
  const hours = Array.from({ length: DAYS * 24 }, (_, hour) => ({
    hourMs: FROM + hour * HOUR_MS,
    sums: { runs: 1 },
    runMinutes: 1,
    okMinutes: 1,
    latency: new Map<number, number>(),
  }));
  const endMs = FROM + DAYS * DAY_MS;
  const features = [...feature('length', true), ...feature('language', false)];
  const history = createHistory({ ...NO_ROWS, hours, features, endMs });
  const read = (drift: object) => {
    const [condition] = ruleOf('drift', { when: { drift } }).conditions;
    if (condition?.kind !== 'drift') throw new Error('expected a condition on drift');
    return readFeatureDrift(condition, {
      businessCase: {},
      firstMs: FROM,
      hours: null,
      window: ({ lengthMs }) => history.window(endMs - lengthMs, endMs),
    });
  };

  test('breaches for the feature that moved, and for any', () => {
    expect(read({ feature: 'length', threshold: 0.1, window: '2d' }).input).toBe('breach');
    expect(read({ threshold: 0.1, window: '2d' }).input).toBe('breach');
    expect(read({ feature: 'language', threshold: 0.1, window: '2d' }).input).toBe('clear');
    expect(read({ feature: 'length', threshold: 5, window: '2d' }).input).toBe('clear');
  });

  test('is absent for a feature that was never seen, and says so', () => {
    expect(read({ feature: 'tone', threshold: 0.1 })).toMatchObject({
      input: 'absent',
      hasData: false,
      absent: { text: 'feature "tone" was never seen' },
    });
  });
});

describe('a rule', () => {
  const faultsOf = (fields: object) =>
    findRuleFaults(ruleDocument.parse({ id: 'a', title: 'a', ...fields })).map(({ path }) => path);

  test.each([
    [{ anomaly: { signal: 'roi' } }, ['when.anomaly.signal']],
    [{ anomaly: { signal: 'runs', window: '90m' } }, ['when.anomaly.window']],
    [{ anomaly: { signal: 'runs', window: '15m' } }, []],
    [{ drift: { threshold: 0.1, window: '30m' } }, ['when.drift.window']],
    [
      { change: { signal: 'roi', op: '>', threshold: 1, window: '90m', against: 'release' } },
      ['when.change.signal', 'when.change.window'],
    ],
  ])('that could never mean what it says is refused: %j', (when, paths) => {
    expect(faultsOf({ when })).toEqual(paths);
  });

  test('looks at what is usual of whole workloads alone', () => {
    expect(faultsOf({ when: { anomaly: { signal: 'runs' } }, by: ['segment'] })).toEqual(['by']);
    const both = { signal: 'runs', op: '>', threshold: 1, before: '1h', against: 'release' };
    expect(() => faultsOf({ when: { change: both } })).toThrow('of its own time');
  });
});
