import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  quantileRanks,
  smallestSampleForQuantile,
} from '../../../core/statistics/quantile-ranks.ts';

/** P(from ≤ N < to), N ~ Bin(n, p), term by term: slow and independent of the library. */
function massBetween(n: number, p: number, from: number, to: number): number {
  let logMass = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k < to; k++) {
    if (k >= from) sum += Math.exp(logMass);
    logMass += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return sum;
}

const levels = fc.constantFrom(0.05, 0.5, 0.9, 0.95, 0.99, 0.999);
const alphas = fc.constantFrom(0.001, 0.01, 0.05, 0.1);

describe('the ranks around a quantile', () => {
  it('reproduce the values the specification states', () => {
    expect(quantileRanks(1000, 0.95, 0.05)).toEqual({ lower: 936, upper: 964 });
    expect(smallestSampleForQuantile(0.95, 0.05)).toBe(72);
    expect(smallestSampleForQuantile(0.99, 0.05)).toBe(368);
  });

  // scipy 1.17, binom.cdf and binom.sf.
  it.each([
    [72, 0.95, 0.05, 64, 72],
    [368, 0.99, 0.05, 360, 368],
    [100, 0.5, 0.05, 40, 61],
    [12345, 0.99, 0.01, 12192, 12250],
    [1e6, 0.5, 0.001, 498355, 501646],
    [1e8, 0.95, 0.05, 94995728, 95004272],
    [1e8, 0.99, 0.01, 98997436, 99002563],
  ])('agree with scipy at n = %d, p = %d, alpha = %d', (n, p, alpha, lower, upper) => {
    expect(quantileRanks(n, p, alpha)).toEqual({ lower, upper });
  });

  it('leave at most alpha/2 on either side, and one rank less would leave more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), levels, alphas, (n, p, alpha) => {
        const ranks = quantileRanks(n, p, alpha);
        fc.pre(ranks !== null);
        const below = (rank: number): number => massBetween(n, p, 0, rank);
        const from = (rank: number): number => massBetween(n, p, rank, n + 1);
        const tail = alpha / 2;
        expect(below(ranks!.lower)).toBeLessThanOrEqual(tail + 1e-12);
        expect(below(ranks!.lower + 1)).toBeGreaterThan(tail - 1e-12);
        expect(from(ranks!.upper)).toBeLessThanOrEqual(tail + 1e-12);
        expect(from(ranks!.upper - 1)).toBeGreaterThan(tail - 1e-12);
      }),
    );
  });

  it('exist from the smallest sample on, and not one below', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), alphas, (p, alpha) => {
        const smallest = smallestSampleForQuantile(p, alpha);
        expect(quantileRanks(smallest - 1, p, alpha)).toBeNull();
        const ranks = quantileRanks(smallest, p, alpha)!;
        expect(ranks.lower).toBeGreaterThanOrEqual(1);
        expect(ranks.upper).toBeLessThanOrEqual(smallest);
        expect(ranks.lower).toBeLessThanOrEqual(ranks.upper);
      }),
    );
  });

  it('stay within the sample and widen when observations are not independent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 1e7 }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (n, designEffect) => {
          const independent = quantileRanks(n, 0.95, 0.05)!;
          const clustered = quantileRanks(n, 0.95, 0.05, n / designEffect)!;
          expect(clustered.lower).toBeGreaterThanOrEqual(1);
          expect(clustered.upper).toBeLessThanOrEqual(n);
          expect(clustered.upper - clustered.lower).toBeGreaterThanOrEqual(
            independent.upper - independent.lower - 1,
          );
        },
      ),
    );
  });

  it('refuse levels and samples that cannot be', () => {
    for (const [n, p, alpha] of [
      [-1, 0.5, 0.05],
      [NaN, 0.5, 0.05],
      [10, 0, 0.05],
      [10, 1, 0.05],
      [10, 0.5, 1],
    ] as const) {
      expect(() => quantileRanks(n, p, alpha)).toThrow(RangeError);
    }
    expect(() => quantileRanks(10, 0.5, 0.05, 11)).toThrow(RangeError);
  });
});
