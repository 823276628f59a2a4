import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiellerInterval } from '../../../core/statistics/fieller.ts';
import { sampleCovariance, sampleMoments } from '../../../core/statistics/sample-moments.ts';

// Populations of ten American cities in 1920 (u) and 1930 (x), in thousands: R's boot::city, Davison and Hinkley 1997.
const U = [138, 93, 61, 179, 48, 37, 29, 23, 30, 2];
const X = [143, 104, 69, 260, 75, 63, 50, 48, 111, 50];

function sumOfProducts(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function total(a: readonly number[]): number {
  return a.reduce((sum, value) => sum + value, 0);
}

const pairs = fc
  .record({
    numeratorMean: fc.double({ min: -100, max: 100, noNaN: true }),
    denominatorMean: fc.double({ min: 0.1, max: 100, noNaN: true }),
    numeratorVariance: fc.double({ min: 0.01, max: 10, noNaN: true }),
    denominatorVariance: fc.double({ min: 0.01, max: 10, noNaN: true }),
    correlation: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
  })
  .map(({ correlation, ...pair }) => ({
    ...pair,
    covariance: correlation * Math.sqrt(pair.numeratorVariance * pair.denominatorVariance),
  }));

describe('the interval of a ratio of means', () => {
  it('reproduces 1.2329–2.2059 for the growth of ten cities', () => {
    const n = U.length;
    const x = sampleMoments({ n, sum: total(X), sumSquares: sumOfProducts(X, X) })!;
    const u = sampleMoments({ n, sum: total(U), sumSquares: sumOfProducts(U, U) })!;
    const covariance = sampleCovariance({
      n,
      sumX: total(X),
      sumY: total(U),
      sumXY: sumOfProducts(X, U),
    })!;
    expect(x.mean / u.mean).toBe(1.5203125);
    const interval = fiellerInterval(
      {
        numeratorMean: x.mean,
        denominatorMean: u.mean,
        numeratorVariance: x.variance! / n,
        denominatorVariance: u.variance! / n,
        covariance: covariance / n,
      },
      1.96,
    )!;
    expect(interval.low).toBeCloseTo(1.2328639, 6);
    expect(interval.high).toBeCloseTo(2.2059578, 6);
  });

  it('contains the ratio, and both ends are exactly the multiplier away from it', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.5, max: 4, noNaN: true }), (pair, multiplier) => {
        const interval = fiellerInterval(pair, multiplier);
        fc.pre(interval !== null && interval.high - interval.low < 1e6);
        const { low, high } = interval!;
        const ratio = pair.numeratorMean / pair.denominatorMean;
        expect(low).toBeLessThanOrEqual(ratio);
        expect(high).toBeGreaterThanOrEqual(ratio);
        for (const end of [low, high]) {
          const distance = Math.abs(pair.numeratorMean - end * pair.denominatorMean);
          const spread =
            pair.numeratorVariance -
            2 * end * pair.covariance +
            end * end * pair.denominatorVariance;
          expect(Math.abs(distance / (multiplier * Math.sqrt(spread)) - 1)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('does not exist while the denominator could be 0', () => {
    const pair = { numeratorMean: 5, numeratorVariance: 1, denominatorVariance: 1, covariance: 0 };
    expect(fiellerInterval({ ...pair, denominatorMean: 1.96 }, 1.96)).toBeNull();
    expect(fiellerInterval({ ...pair, denominatorMean: 0 }, 0)).toBeNull();
    expect(fiellerInterval({ ...pair, denominatorMean: -50 }, 1.96)).toBeNull();
    expect(fiellerInterval({ ...pair, denominatorMean: 1.97 }, 1.96)).not.toBeNull();
  });

  it('refuses a multiplier that is not one', () => {
    const pair = {
      numeratorMean: 5,
      denominatorMean: 5,
      numeratorVariance: 1,
      denominatorVariance: 1,
      covariance: 0,
    };
    for (const multiplier of [-1, NaN, Infinity])
      expect(() => fiellerInterval(pair, multiplier)).toThrow(RangeError);
  });
});
