import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designEffect, type ClusterSums } from '../../../core/statistics/design-effect.ts';
import { createUniform } from './seeded-random.ts';

/** Sums of trials given cluster by cluster. */
function sumsOf(clusters: readonly (readonly number[])[]): ClusterSums {
  const total = (of: (m: number, y: number) => number): number =>
    clusters.reduce(
      (sum, xs) =>
        sum +
        of(
          xs.length,
          xs.reduce((y, x) => y + x, 0),
        ),
      0,
    );
  return {
    clusters: clusters.filter((xs) => xs.length > 0).length,
    trials: total((m) => m),
    sum: total((_, y) => y),
    sumSquares: clusters.flat().reduce((sum, x) => sum + x * x, 0),
    trialsSquared: total((m) => m * m),
    sumSquared: total((_, y) => y * y),
    trialsTimesSum: total((m, y) => m * y),
  };
}

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const clustersOf = (minLength: number, maxLength: number) =>
  fc.array(fc.array(value, { minLength, maxLength }), { minLength: 20, maxLength: 60 });

describe('the design effect', () => {
  it('is at least 1 or not known, whatever the trials and clusters', () => {
    fc.assert(
      fc.property(clustersOf(0, 6), (clusters) => {
        const effect = designEffect(sumsOf(clusters));
        expect(effect === null || effect >= 1).toBe(true);
      }),
    );
  });

  it('is 1 where every cluster is one trial', () => {
    fc.assert(
      fc.property(clustersOf(1, 1), (clusters) => {
        expect(designEffect(sumsOf(clusters)) ?? 1).toBeCloseTo(1, 4);
      }),
    );
  });

  it('is the size of the clusters where all trials of one are alike', () => {
    fc.assert(
      fc.property(clustersOf(1, 1), fc.integer({ min: 2, max: 9 }), (singles, m) => {
        const clusters = singles.map(([x = 0]) => Array.from({ length: m }, () => x));
        const effect = designEffect(sumsOf(clusters));
        const k = clusters.length;
        const expected = (k / (k - 1)) * m * ((k * m - 1) / (k * m));
        expect(effect ?? expected).toBeCloseTo(expected, 3);
      }),
    );
  });

  it('depends on neither the unit nor on which of two outcomes counts as success', () => {
    const uniform = createUniform(3);
    const clusters = Array.from({ length: 40 }, (_, c) =>
      Array.from({ length: 1 + (c % 4) }, () => (uniform() < 0.1 + (c % 3) / 4 ? 1 : 0)),
    );
    const of = (change: (x: number) => number): number | null =>
      designEffect(sumsOf(clusters.map((xs) => xs.map(change))));
    const effect = of((x) => x) ?? NaN;
    expect(of((x) => 1 - x)).toBeCloseTo(effect, 10);
    expect(of((x) => 250 * x)).toBeCloseTo(effect, 10);
  });

  it('tells by how much the variance of an estimate is larger than that of single trials', () => {
    const uniform = createUniform(11);
    const shares: number[] = [];
    const effects: number[] = [];
    for (let i = 0; i < 2000; i++) {
      // Clusters of one to five; all of a cluster follow its first trial in half of the cases.
      const clusters = Array.from({ length: 80 }, (_, c) => {
        const first = uniform() < 0.2 ? 1 : 0;
        return Array.from({ length: 1 + (c % 5) }, () =>
          uniform() < 0.5 ? first : uniform() < 0.2 ? 1 : 0,
        );
      });
      const sums = sumsOf(clusters);
      shares.push(sums.sum / sums.trials);
      effects.push(designEffect(sums) ?? NaN);
    }
    const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;
    const p = mean(shares);
    const variance = mean(shares.map((share) => (share - p) ** 2));
    const observed = variance / ((p * (1 - p)) / 240);
    // The spread of a variance over 2,000 histories is 3 %.
    expect(mean(effects) / observed).toBeGreaterThan(0.9);
    expect(mean(effects) / observed).toBeLessThan(1.1);
    expect(observed).toBeGreaterThan(1.3);
  });

  it('is not known where all trials are alike', () => {
    const alike = Array.from({ length: 30 }, () => [0.1, 0.1, 0.1]);
    expect(designEffect(sumsOf(alike))).toBeNull();
  });
});
