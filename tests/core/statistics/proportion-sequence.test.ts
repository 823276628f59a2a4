import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logMixtureEvidence,
  proportionInterval,
  proportionSide,
} from '../../../core/statistics/proportion-sequence.ts';

const trials = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.double({ min: 0.5, max: 1e7, noNaN: true }),
);
const counts = fc
  .tuple(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), trials)
  .map(([share, n]) => ({ x: share * n, n }));
const alphas = fc.constantFrom(0.001, 0.01, 0.05, 0.2);

describe('the interval of a proportion', () => {
  it('reproduces the values the specification states', () => {
    const rare = proportionInterval(4, 200, 0.05);
    expect(rare.low).toBeCloseTo(0.001872, 6);
    expect(rare.high).toBeCloseTo(0.074038, 6);
    expect(proportionInterval(0, 300, 0.05).high).toBeCloseTo(0.021174, 6);
    expect(Math.exp(logMixtureEvidence(10, 200, 0.01))).toBeCloseTo(216.69, 2);
  });

  // Bisection with 40 digits (mpmath 1.3).
  it.each([
    [4, 200, 0.05, 0.001872378234770796, 0.07403849703608754],
    [3.7, 41.3, 0.01, 0.005990150196695885, 0.3300258802470466],
    [199, 200, 0.001, 0.9349445154190719, 0.9999999000749504],
    [1, 1e8, 0.05, 1.4104759535996608e-14, 1.6260310825793684e-7],
    [5e7, 1e8, 0.05, 0.4997506823065328, 0.5002493176934673],
    [95123456, 1e8, 0.05, 0.9511270904587995, 0.951341879949574],
  ])('agrees to 12 digits with 40-digit arithmetic at %d of %d', (x, n, alpha, low, high) => {
    const interval = proportionInterval(x, n, alpha);
    expect(Math.abs(interval.low / low - 1)).toBeLessThan(1e-12);
    expect(Math.abs(interval.high / high - 1)).toBeLessThan(1e-12);
  });

  it('has evidence of exactly 1/alpha at the ends it finds', () => {
    fc.assert(
      fc.property(counts, alphas, ({ x, n }, alpha) => {
        const { low, high } = proportionInterval(x, n, alpha);
        for (const end of [low, high]) {
          const atTheEdge = end < 1e-12 || end > 1 - 1e-6;
          if (!atTheEdge) expect(logMixtureEvidence(x, n, end)).toBeCloseTo(-Math.log(alpha), 5);
        }
      }),
    );
  });

  it('contains the observed share and lies within [0, 1]', () => {
    fc.assert(
      fc.property(counts, alphas, ({ x, n }, alpha) => {
        const { low, high } = proportionInterval(x, n, alpha);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(x / n);
        expect(high).toBeGreaterThanOrEqual(x / n);
      }),
    );
  });

  it('says the same of hits as of misses', () => {
    fc.assert(
      fc.property(counts, alphas, ({ x, n }, alpha) => {
        const hits = proportionInterval(x, n, alpha);
        const misses = proportionInterval(n - x, n, alpha);
        expect(hits.low).toBeCloseTo(1 - misses.high, 9);
        expect(hits.high).toBeCloseTo(1 - misses.low, 9);
      }),
    );
  });

  it('is open-ended where nothing or everything was a hit, and knows nothing without trials', () => {
    expect(proportionInterval(0, 20, 0.05).low).toBe(0);
    expect(proportionInterval(20, 20, 0.05).high).toBe(1);
    expect(proportionInterval(0, 0, 0.05)).toEqual({ low: 0, high: 1 });
  });

  it('refuses counts and levels that cannot be', () => {
    for (const [x, n, alpha] of [
      [-1, 5, 0.05],
      [6, 5, 0.05],
      [NaN, 5, 0.05],
      [1, Infinity, 0.05],
      [1, 5, 0],
      [1, 5, 1],
    ] as const) {
      expect(() => proportionInterval(x, n, alpha)).toThrow(RangeError);
    }
  });
});

describe('the side of a limit', () => {
  it('is the one the whole interval lies on', () => {
    fc.assert(
      fc.property(
        counts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        alphas,
        ({ x, n }, limit, alpha) => {
          const { low, high } = proportionInterval(x, n, alpha);
          const nearAnEnd = Math.abs(limit - low) < 1e-9 || Math.abs(limit - high) < 1e-9;
          fc.pre(!nearAnEnd);
          const expected = high < limit ? 'below' : low > limit ? 'above' : 'open';
          expect(proportionSide(x, n, limit, alpha)).toBe(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('changes within 1e-9 of each end of the interval', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        alphas,
        (x, misses, alpha) => {
          const n = x + misses;
          const { low, high } = proportionInterval(x, n, alpha);
          expect(proportionSide(x, n, low * (1 - 1e-9), alpha)).toBe('above');
          expect(proportionSide(x, n, low * (1 + 1e-9), alpha)).toBe('open');
          expect(proportionSide(x, n, high * (1 - 1e-9), alpha)).toBe('open');
          expect(proportionSide(x, n, Math.min(1, high * (1 + 1e-9)), alpha)).toBe('below');
        },
      ),
    );
  });

  it('is decided at limits of 0 and 1 by a single counterexample', () => {
    expect(proportionSide(1, 10, 0, 0.05)).toBe('above');
    expect(proportionSide(0, 10, 0, 0.05)).toBe('open');
    expect(proportionSide(9, 10, 1, 0.05)).toBe('below');
    expect(proportionSide(10, 10, 1, 0.05)).toBe('open');
    expect(proportionSide(0, 0, 0.5, 0.05)).toBe('open');
  });
});
