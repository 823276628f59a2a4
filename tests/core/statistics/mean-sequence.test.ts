import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, meanSequenceMultiplier } from '../../../core/statistics/mean-sequence.ts';

/** The half-width as the specification writes it. */
function halfWidthAsWritten(n: number, s: number, alpha: number, expectedSample: number): number {
  const rho = Math.sqrt(
    (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / expectedSample,
  );
  const inner = n * rho ** 2 + 1;
  return s * Math.sqrt(((2 * inner) / (n * rho) ** 2) * Math.log(Math.sqrt(inner) / alpha));
}

const sizes = fc.double({ min: 2, max: 1e8, noNaN: true });
const expectedSamples = fc.double({ min: 10, max: 1e6, noNaN: true });
const alphas = fc.constantFrom(0.001, 0.01, 0.05, 0.2);

describe('the interval of a mean', () => {
  it('is as wide as the formula in the specification', () => {
    fc.assert(
      fc.property(sizes, alphas, expectedSamples, (n, alpha, expectedSample) => {
        const interval = meanInterval({ n, mean: 0, variance: 9 }, alpha, expectedSample)!;
        const written = halfWidthAsWritten(n, 3, alpha, expectedSample);
        expect(Math.abs(interval.high / written - 1)).toBeLessThan(1e-9);
        expect(interval.low).toBe(-interval.high);
      }),
    );
  });

  it('is the mean plus and minus the multiplier times the standard error', () => {
    const { low, high } = meanInterval({ n: 400, mean: 10, variance: 4 }, 0.05, 1000)!;
    expect((high - low) / 2).toBeCloseTo(meanSequenceMultiplier(400, 0.05, 1000) * 0.1, 12);
    expect((high + low) / 2).toBeCloseTo(10, 12);
  });

  it('narrows with every observation and never below that of a single look', () => {
    fc.assert(
      fc.property(sizes, alphas, expectedSamples, (n, alpha, expectedSample) => {
        const width = (size: number): number =>
          meanSequenceMultiplier(size, alpha, expectedSample) / Math.sqrt(size);
        expect(width(n * 1.01)).toBeLessThan(width(n));
        expect(meanSequenceMultiplier(n, alpha, expectedSample)).toBeGreaterThan(
          Math.sqrt(-2 * Math.log(alpha)),
        );
      }),
    );
  });

  it('is narrowest at the expected sample among nearby choices of it', () => {
    const at = (expectedSample: number): number =>
      meanSequenceMultiplier(1000, 0.05, expectedSample);
    expect(at(1000)).toBeLessThan(at(700));
    expect(at(1000)).toBeLessThan(at(1400));
  });

  it('does not exist without a variance', () => {
    expect(meanInterval({ n: 1, mean: 3, variance: null }, 0.05, 1000)).toBeNull();
  });

  it('refuses samples and levels that cannot be', () => {
    for (const [n, alpha, expected] of [
      [0, 0.05, 1000],
      [NaN, 0.05, 1000],
      [10, 1.5, 1000],
      [10, 0.05, 0],
    ] as const) {
      expect(() => meanSequenceMultiplier(n, alpha, expected)).toThrow(RangeError);
    }
  });
});
