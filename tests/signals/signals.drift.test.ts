import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftCriticalValue, largestDrift } from '../../core/statistics/drift-critical-value.ts';
import { psi } from '../../core/statistics/psi.ts';
import { DAY_MS } from '../../core/time.ts';
import { DRIFT_LOOKS } from '../../signals/drift/compare-features.ts';
import { estimateSignal, limitSide, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, EstimateParameters } from '../../signals/estimate.ts';
import { sideOfInterval } from '../../signals/finding.ts';
import { createHistory } from '../../signals/history.ts';
import type { FeatureRow, HistoryRows } from '../../signals/history-rows.ts';
import { scaledWindow } from '../../signals/scaled-window.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { historyRows, parametersOf } from './sample-window.ts';

const LIMIT = 0.1;
const END_MS = 28 * DAY_MS;

function topics(day: number, counts: Record<string, number>, rest: Partial<FeatureRow> = {}) {
  return {
    hourMs: day * DAY_MS,
    feature: 'topic',
    role: 'input',
    release: '',
    shape: 'categories',
    counts: new Map(Object.entries(counts)),
    ...rest,
  } as const satisfies FeatureRow;
}

function drifted(rows: Partial<HistoryRows>, fromDay = 21): TelemetryWindow {
  return createHistory(historyRows({ ...rows, endMs: END_MS })).window(fromDay * DAY_MS, END_MS);
}

const estimate = (window: TelemetryWindow, params: Partial<EstimateParameters> = {}): Estimate =>
  estimateSignal('drift', window, parametersOf({ minSample: 100, ...params }));
const side = (window: TelemetryWindow, limit = LIMIT): string =>
  readSignal('drift', window, parametersOf({ minSample: 100 }), limit).side;

/** The same in four parts, then with a fifth of the first moved to the last. */
const even = (n: number) => ({ a: n / 4, b: n / 4, c: n / 4, d: n / 4 });
const tilted = (n: number) => ({ a: 0.2 * n, b: n / 4, c: n / 4, d: 0.3 * n });
const turned = (n: number) => ({ a: 0.05 * n, b: n / 4, c: n / 4, d: 0.45 * n });

describe('drift', () => {
  test('is the population stability index against the first seven days, half an observation added to every bin', () => {
    const found = estimate(
      drifted({ features: [topics(0, even(4000)), topics(27, tilted(2000))] }),
    );
    const expected = psi([1000.5, 1000.5, 1000.5, 1000.5, 0.5], [400.5, 500.5, 500.5, 600.5, 0.5]);
    expect(found).toMatchObject({ state: 'ok', n: 2000, nEffective: 2000 });
    expect(found.value).toBeCloseTo(expected, 12);
    expect(found.value).toBeCloseTo(0.0202733, 3);
    expect(found.method).toBe('population stability index, "topic" (input)');
  });

  test('fails where the distance exceeds what chance explains and the limit', () => {
    const window = drifted({ features: [topics(0, even(4000)), topics(27, turned(2000))] });
    expect(side(window)).toBe('bad');
    expect(estimate(window).low).toBe(estimate(window).value);
  });

  test('beyond chance, but inside the limit, is no failure', () => {
    const window = drifted({ features: [topics(0, even(40_000)), topics(27, tilted(20_000))] });
    expect(estimate(window).low).toBeGreaterThan(0);
    expect(side(window)).toBe('good');
    expect(side(window, 0.02)).toBe('bad');
  });

  test('beyond the limit, but no more than chance explains, is no failure', () => {
    const features = [topics(0, { a: 62, b: 58 }), topics(27, { a: 45, b: 75 })];
    const window = drifted({ features });
    expect(estimate(window).value).toBeGreaterThan(0.05);
    expect(estimate(window).low).toBe(0);
    expect(side(window, 0.05)).toBe('open');
  });

  test('passes only where the sample would have shown a drift of the limit’s size', () => {
    const of = (n: number) => drifted({ features: [topics(0, even(n)), topics(27, even(n))] });
    expect(side(of(200))).toBe('open');
    expect(side(of(4000))).toBe('good');
  });

  test('ends its interval at the largest drift that the sample may have hidden', () => {
    const found = estimate(
      drifted({ features: [topics(0, even(4000)), topics(27, tilted(2000))] }),
    );
    const sample = { bins: 5, referenceN: 4000, currentN: 2000 };
    expect(found.high).toBeCloseTo(largestDrift(found.value!, sample, 0.05 / DRIFT_LOOKS), 12);
  });

  test('is that of the worst feature, and names it and how many there are', () => {
    const features = [
      topics(0, even(4000)),
      topics(27, even(4000)),
      topics(0, even(4000), { feature: 'language', role: 'output' }),
      topics(27, turned(4000), { feature: 'language', role: 'output' }),
    ];
    const found = estimate(drifted({ features }));
    expect(found.method).toBe(
      'population stability index, worst of 2 features, "language" (output)',
    );
    expect(side(drifted({ features }))).toBe('bad');
  });

  test('shares its error level among the features it looks at', () => {
    const sample = { bins: 5, referenceN: 4000, currentN: 2000 };
    const single = driftCriticalValue(sample, 0.05 / DRIFT_LOOKS);
    const shared = driftCriticalValue(sample, 0.05 / (DRIFT_LOOKS * 40));
    const between = (single + shared) / 2;
    // A share moved from one topic to another until the distance lies between the two critical values.
    let moved = 0;
    const now = () => ({ a: 500 - moved, b: 500, c: 500, d: 500 + moved });
    const distance = () =>
      psi([1000.5, 1000.5, 1000.5, 1000.5, 0.5], [500.5 - moved, 500.5, 500.5, 500.5 + moved, 0.5]);
    while (distance() < between) moved += 1;
    const one = [topics(0, even(4000)), topics(27, now())];
    const others = Array.from({ length: 39 }, (_, i) => [
      topics(0, even(4000), { feature: `other ${i}` }),
      topics(27, even(2000), { feature: `other ${i}` }),
    ]).flat();
    expect(estimate(drifted({ features: one })).low).toBeGreaterThan(0);
    expect(estimate(drifted({ features: [...one, ...others] })).low).toBe(0);
  });

  test('takes clustered values for the fewer that they are worth', () => {
    const features = [topics(0, even(4000)), topics(27, turned(160))];
    const designEffects = [{ atMs: DAY_MS, signal: 'drift', effect: 1.6 }];
    expect(side(drifted({ features }))).toBe('bad');
    const clustered = estimate(drifted({ features, designEffects }), { minSample: 50 });
    expect(clustered).toMatchObject({ n: 160, nEffective: 100 });
    expect(clustered.high).toBeGreaterThan(estimate(drifted({ features })).high!);
    expect(estimate(drifted({ features, designEffects }), { minSample: 101 })).toMatchObject({
      state: 'too_few',
      reason:
        '100 of 101 effective values of "topic" needed: 160 came in clusters, in which 1.6 are worth one.',
    });
  });

  test('needs samples, not more of the same reference, to be settled', () => {
    const window = drifted({ features: [topics(0, even(4000)), topics(27, even(160))] });
    expect(side(window)).toBe('open');
    expect(side(scaledWindow(window, 10))).toBe('good');
  });
});

describe('the reference of drift', () => {
  const features = [
    topics(0, even(4000), { release: '1' }),
    topics(10, turned(4000), { release: '2' }),
    topics(27, turned(4000), { release: '2' }),
  ];

  test('is the period that the policy pins', () => {
    const reference = { fromMs: 10 * DAY_MS, toMs: 11 * DAY_MS };
    expect(estimate(drifted({ features })).value).toBeGreaterThan(LIMIT);
    expect(estimate(drifted({ features }), { reference }).value).toBeLessThan(0.001);
  });

  test('is the release that the policy names, in its first seven days', () => {
    expect(estimate(drifted({ features }), { reference: { release: '2' } }).value).toBeLessThan(
      0.001,
    );
    expect(estimate(drifted({ features }), { reference: { release: '1' } }).value).toBeGreaterThan(
      LIMIT,
    );
    expect(estimate(drifted({ features }), { reference: { release: '3' } })).toMatchObject({
      state: 'too_few',
      reason: 'No feature has been seen of release "3", which is the reference.',
    });
  });

  test('is awaited until it is complete', () => {
    const window = createHistory(
      historyRows({ features: [topics(0, even(4000)), topics(3, even(4000))], endMs: 5 * DAY_MS }),
    ).window(0, 5 * DAY_MS);
    expect(estimate(window)).toMatchObject({
      state: 'too_few',
      value: null,
      reason: 'Nothing can be compared yet: the reference of "topic" ends on 1970-01-08.',
    });
  });

  test('never counts as what is compared with it, however long the window', () => {
    const found = estimate(drifted({ features }, 0));
    expect(found.n).toBe(8000);
  });
});

describe('a feature', () => {
  const other = { feature: 'language' } as const;
  const steady = [topics(0, even(4000)), topics(20, even(4000)), topics(27, even(4000))];

  test('that fell silent keeps drift from passing, and is named', () => {
    const features = [...steady, topics(0, even(4000), other), topics(20, even(4000), other)];
    expect(estimate(drifted({ features }))).toMatchObject({
      state: 'too_few',
      reason: '0 of 100 values of "language" needed.',
    });
  });

  test('that has been silent for four weeks is left out', () => {
    const rows = historyRows({
      features: [
        ...steady,
        topics(59, even(4000)),
        topics(0, even(4000), other),
        topics(20, even(4000), other),
      ],
      endMs: 60 * DAY_MS,
    });
    const window = createHistory(rows).window(53 * DAY_MS, 60 * DAY_MS);
    expect(estimate(window)).toMatchObject({ state: 'ok', n: 4000 });
  });

  test('that is new is left out until its own reference is complete and it could fill the window', () => {
    const features = [...steady, topics(17, even(4000), other), topics(27, even(20), other)];
    expect(estimate(drifted({ features }))).toMatchObject({ state: 'ok', n: 4000 });
  });
});

describe('drift that was never seen, or not lately', () => {
  test('is not instrumented, or stale', () => {
    expect(estimate(drifted({})).state).toBe('not_instrumented');
    expect(estimate(drifted({ features: [topics(0, even(4000))] })).state).toBe('stale');
    const features = [topics(0, even(4000)), topics(24, even(4000))];
    expect(estimate(drifted({ features })).state).toBe('stale');
    expect(estimate(drifted({ features }), { staleAfterMs: 5 * DAY_MS }).state).toBe('ok');
  });
});

test('reads on the side of any limit on which its interval lies, whatever the counts', () => {
  const anyCounts = fc.record({
    a: fc.integer({ min: 0, max: 2000 }),
    b: fc.integer({ min: 0, max: 2000 }),
    c: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyCounts, anyCounts), { minLength: 1, maxLength: 4 }),
      fc.double({ min: -0.1, max: 1.5, noNaN: true }),
      fc.constantFrom(0.3, 1, 7),
      (pairs, limit, k) => {
        const features = pairs.flatMap(([then, now], i) => [
          topics(0, then, { feature: `f${i}` }),
          topics(27, now, { feature: `f${i}` }),
        ]);
        const window = scaledWindow(drifted({ features }), k);
        const params = parametersOf({ minSample: 20 });
        const found = estimateSignal('drift', window, params);
        const read = readSignal('drift', window, params, limit);
        if (found.state !== 'ok') {
          expect(read.side).toBe('open');
          return;
        }
        const { low, value, high } = found as { low: number; value: number; high: number };
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(read.side).toBe(limitSide(sideOfInterval({ low, high }, limit), 'lower'));
      },
    ),
    { numRuns: 500 },
  );
});

test('more of the same values never widens what they may hide', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 4000 }), fc.integer({ min: 2, max: 20 }), (n, k) => {
      const window = drifted({ features: [topics(0, even(4000)), topics(27, tilted(2 * n))] });
      const once = estimate(window).high!;
      expect(estimate(scaledWindow(window, k)).high).toBeLessThanOrEqual(once * (1 + 1e-9));
    }),
  );
});
