import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanSequenceMultiplier } from '../../../core/statistics/mean-sequence.ts';
import { movingMeanMultiplier } from '../../../core/statistics/moving-mean-sequence.ts';

const sizes = fc.double({ min: 2, max: 1e8, noNaN: true });
const alphas = fc.constantFrom(0.001, 0.01, 0.05, 0.2);

describe('the multiplier for a moving window', () => {
  it('is that of the sequence at a fifth of the error level, times 1 + 10/√n', () => {
    fc.assert(
      fc.property(sizes, alphas, (n, alpha) => {
        const sequence = meanSequenceMultiplier(n, alpha / 5, 1000);
        expect(movingMeanMultiplier(n, alpha, 1000)).toBeCloseTo(
          sequence * (1 + 10 / Math.sqrt(n)),
          9,
        );
      }),
    );
  });

  it('is wider than the sequence, by half at a thousand observations and by a fifth at 28,000', () => {
    const wider = (n: number): number =>
      movingMeanMultiplier(n, 0.05, 1000) / meanSequenceMultiplier(n, 0.05, 1000);
    expect(wider(1000)).toBeCloseTo(1.55, 2);
    expect(wider(28_000)).toBeCloseTo(1.21, 2);
    fc.assert(fc.property(sizes, (n) => wider(n) > 1));
  });

  it('refuses samples and levels that cannot be', () => {
    for (const [n, alpha, expected] of [
      [0, 0.05, 1000],
      [10, 1, 1000],
      [10, 0.05, 0],
    ] as const) {
      expect(() => movingMeanMultiplier(n, alpha, expected)).toThrow(RangeError);
    }
  });
});
