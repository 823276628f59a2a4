import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  driftCriticalValue,
  largestDrift,
  wouldHaveShown,
} from '../../../core/statistics/drift-critical-value.ts';
import {
  noncentralChiSquareQuantile,
  noncentralityBound,
} from '../../../core/statistics/noncentral-chi-square.ts';
import { psi } from '../../../core/statistics/psi.ts';
import { wassersteinDistance } from '../../../core/statistics/wasserstein.ts';
import { createUniform } from './seeded-random.ts';

/** Counts by bin of n draws, half an observation added to each. */
function draw(shares: readonly number[], n: number, uniform: () => number): number[] {
  const counts = shares.map(() => 0.5);
  for (let i = 0; i < n; i++) {
    let rest = uniform();
    let bin = 0;
    while (bin < shares.length - 1 && (rest -= shares[bin]!) > 0) bin += 1;
    counts[bin]! += 1;
  }
  return counts;
}

const tenths = Array.from({ length: 10 }, () => 0.1);
/** Ten bins whose distance from ten tenths is 0.1. */
const tilted = tenths.map((share, bin) => share * (1 + 0.480437 * ((2 * bin) / 9 - 1)));

describe('the critical value of drift', () => {
  test('is exceeded without drift as often as its level says, where the customary 0.1 is by a third', () => {
    const uniform = createUniform(4_001);
    const sample = { bins: 10, referenceN: 200, currentN: 200 };
    const critical = driftCriticalValue(sample, 0.05);
    let beyondCritical = 0;
    let beyondCustom = 0;
    for (let i = 0; i < 4000; i++) {
      const distance = psi(draw(tenths, 200, uniform), draw(tenths, 200, uniform));
      if (distance > critical) beyondCritical += 1;
      if (distance > 0.1) beyondCustom += 1;
    }
    expect(Math.abs(beyondCritical / 4000 - 0.05)).toBeLessThan(0.015);
    expect(Math.abs(beyondCustom / 4000 - 0.32)).toBeLessThan(0.04);
  });

  test('a drift of the limit’s size is taken to be ruled out as rarely as the level says', () => {
    expect(psi(tenths, tilted)).toBeCloseTo(0.1, 3);
    const uniform = createUniform(4_002);
    for (const [referenceN, currentN] of [
      [400, 400],
      [2000, 500],
    ] as const) {
      const sample = { bins: 10, referenceN, currentN };
      let ruledOut = 0;
      for (let i = 0; i < 3000; i++) {
        const distance = psi(draw(tenths, referenceN, uniform), draw(tilted, currentN, uniform));
        if (wouldHaveShown(0.1, distance, sample, 0.05)) ruledOut += 1;
      }
      expect(Math.abs(ruledOut / 3000 - 0.05)).toBeLessThan(0.015);
    }
  });

  test('the largest drift is where a limit begins to be ruled out', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 20, max: 5000 }),
        fc.integer({ min: 20, max: 5000 }),
        fc.constantFrom(0.05, 0.0005),
        (observed, bins, referenceN, currentN, alpha) => {
          const sample = { bins, referenceN, currentN };
          const largest = largestDrift(observed, sample, alpha);
          expect(largest).toBeGreaterThanOrEqual(observed);
          expect(wouldHaveShown(largest * 1.0001 + 1e-9, observed, sample, alpha)).toBe(true);
          expect(wouldHaveShown(largest * 0.9999 - 1e-9, observed, sample, alpha)).toBe(false);
        },
      ),
    );
  });

  test('falls with the sample and rises with confidence', () => {
    const at = (n: number, alpha: number): number =>
      driftCriticalValue({ bins: 10, referenceN: n, currentN: n }, alpha);
    expect(at(400, 0.05)).toBeCloseTo(at(200, 0.05) / 2, 12);
    expect(at(200, 0.01)).toBeGreaterThan(at(200, 0.05));
    expect(() => driftCriticalValue({ bins: 1, referenceN: 9, currentN: 9 }, 0.05)).toThrow(
      RangeError,
    );
  });
});

describe('the noncentral chi-square distribution', () => {
  // Exact values: scipy 1.17, ncx2.ppf.
  test.each([
    [0.05, 3, 8.524, 3],
    [0.05, 9, 11.378, 9],
    [0.0005, 9, 46.089, 18],
    [0.0005, 2, 26.393, 4],
    [0.95, 9, 11.3, 34.75159],
  ])('has its %f quantile at %i degrees of freedom and %f off centre near %f', (p, df, off, x) => {
    expect(Math.abs(noncentralChiSquareQuantile(p, df, off) - x)).toBeLessThan(0.015 * x);
  });

  test('has a bound that its own quantile gives back', () => {
    const bound = noncentralityBound(20, 5, 0.01);
    expect(noncentralChiSquareQuantile(0.01, 5, bound)).toBeCloseTo(20, 9);
    expect(noncentralityBound(0, 5, 0.01)).toBe(0);
  });
});

describe('the Wasserstein distance', () => {
  const anyAtoms = fc.array(
    fc.record({ at: fc.integer({ min: -50, max: 50 }), weight: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 1, maxLength: 12 },
  );

  test('of a shifted copy is the shift, and is the same both ways', () => {
    fc.assert(
      fc.property(anyAtoms, anyAtoms, fc.integer({ min: -9, max: 9 }), (a, b, shift) => {
        const moved = a.map(({ at, weight }) => ({ at: at + shift, weight: weight * 3 }));
        expect(wassersteinDistance(a, moved)).toBeCloseTo(Math.abs(shift), 9);
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 9);
      }),
    );
  });

  test('refuses a side without weight', () => {
    expect(() => wassersteinDistance([], [{ at: 1, weight: 1 }])).toThrow(RangeError);
    expect(() => wassersteinDistance([{ at: NaN, weight: 1 }], [{ at: 1, weight: 1 }])).toThrow(
      RangeError,
    );
  });
});
