import type { Comparison, ComparisonItem } from '../../../signals/compare.ts';

type Side = ComparisonItem['before'];

/** One side that is known, to be changed by a test. */
export function sampleSide(change: Partial<Side> = {}): Side {
  return {
    value: 0.02,
    low: 0.015,
    high: 0.026,
    n: 4210,
    n_effective: 4210.2,
    state: 'ok',
    ...change,
  };
}

/** A side that nothing is known of. */
export function missingSide(state: Exclude<Side['state'], 'ok'>, n = 0): Side {
  return { value: null, low: null, high: null, n, n_effective: n, state };
}

/** A required share that rose clearly, which is worse. */
export function sampleItem(change: Partial<ComparisonItem> = {}): ComparisonItem {
  return {
    signal: 'error_rate',
    title: 'Error rate',
    axis: 'operations',
    unit: 'ratio',
    better: 'lower',
    role: 'required',
    before: sampleSide(),
    after: sampleSide({ value: 0.041, low: 0.033, high: 0.05 }),
    difference: { value: 0.021, low: 0.012, high: 0.031 },
    verdict: 'worse',
    paired: false,
    method: 'beta-binomial confidence sequences',
    reason: null,
    ...change,
  };
}

/** The same signal on both sides. */
export function similarItem(change: Partial<ComparisonItem> = {}): ComparisonItem {
  return sampleItem({
    after: sampleSide(),
    difference: { value: 0, low: -0.008, high: 0.008 },
    verdict: 'no_clear_difference',
    ...change,
  });
}

/** A signal whose difference is not known. */
export function unknownItem(change: Partial<ComparisonItem> = {}): ComparisonItem {
  return sampleItem({
    after: missingSide('too_few', 12),
    difference: null,
    verdict: 'too_few',
    reason: 'After: 12 of at least 200 samples',
    ...change,
  });
}

/** Two releases over four weeks. */
export function sampleComparison(
  items: readonly ComparisonItem[],
  change: Partial<Comparison> = {},
): Comparison {
  return {
    workload: 'policy-answers',
    by: 'release',
    before: '2.3.1',
    after: '2.4.0',
    from: '2026-10-24T12:00:00.000Z',
    to: '2026-11-21T12:00:00.000Z',
    confidence: 0.95,
    items: [...items],
    paired: [],
    ...change,
  };
}
