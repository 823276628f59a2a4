import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCovariance, sampleMoments } from '../../../core/statistics/sample-moments.ts';

const pairs = fc.array(
  fc.tuple(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  ),
  {
    minLength: 2,
    maxLength: 50,
  },
);

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('moments from sums', () => {
  it('are those of the observations themselves', () => {
    fc.assert(
      fc.property(pairs, (observations) => {
        const n = observations.length;
        const xs = observations.map(([x]) => x);
        const ys = observations.map(([, y]) => y);
        const meanX = total(xs) / n;
        const meanY = total(ys) / n;
        const moments = sampleMoments({
          n,
          sum: total(xs),
          sumSquares: total(xs.map((x) => x * x)),
        })!;
        expect(moments.mean).toBe(meanX);
        expect(moments.variance).toBeCloseTo(total(xs.map((x) => (x - meanX) ** 2)) / (n - 1), 6);
        const sums = {
          n,
          sumX: total(xs),
          sumY: total(ys),
          sumXY: total(observations.map(([x, y]) => x * y)),
        };
        const covariance = total(observations.map(([x, y]) => (x - meanX) * (y - meanY))) / (n - 1);
        expect(sampleCovariance(sums)).toBeCloseTo(covariance, 6);
      }),
    );
  });

  it('never show a negative variance, however the sums were rounded', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 1000 }),
        (value, n) => {
          const { variance } = sampleMoments({
            n,
            sum: value * n,
            sumSquares: value * value * n * (1 - 1e-15),
          })!;
          expect(variance).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('miss the variance of one observation and everything of none, and are never 0 instead', () => {
    expect(sampleMoments({ n: 1, sum: 3, sumSquares: 9 })).toEqual({
      n: 1,
      mean: 3,
      variance: null,
    });
    expect(sampleMoments({ n: 0, sum: 0, sumSquares: 0 })).toBeNull();
    expect(sampleCovariance({ n: 1, sumX: 1, sumY: 1, sumXY: 1 })).toBeNull();
  });

  it('refuse a count that is not one', () => {
    for (const n of [-1, 1.5, NaN, Infinity]) {
      expect(() => sampleMoments({ n, sum: 1, sumSquares: 1 })).toThrow(RangeError);
      expect(() => sampleCovariance({ n, sumX: 1, sumY: 1, sumXY: 1 })).toThrow(RangeError);
    }
  });
});
