import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jensenShannonDistance } from '../../../core/statistics/jensen-shannon.ts';
import { psi } from '../../../core/statistics/psi.ts';

const twoHistograms = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 })),
  {
    minLength: 1,
    maxLength: 20,
  },
);

describe('the distance of two distributions', () => {
  it('reproduces the values the specification states', () => {
    expect(psi([0.25, 0.25, 0.25, 0.25], [0.2, 0.25, 0.25, 0.3])).toBeCloseTo(0.0202733, 7);
    expect(jensenShannonDistance([1, 0], [0.5, 0.5])).toBeCloseTo(0.464501, 6);
  });

  it.each([
    ['psi', psi],
    ['jensenShannonDistance', jensenShannonDistance],
  ] as const)(
    '%s is symmetric, 0 for equal shares and the same for counts as for shares',
    (_, distance) => {
      fc.assert(
        fc.property(twoHistograms, (bins) => {
          const p = bins.map(([a]) => a);
          const q = bins.map(([, b]) => b);
          expect(distance(p, q)).toBeCloseTo(distance(q, p), 12);
          expect(distance(p, q)).toBeGreaterThanOrEqual(0);
          expect(
            distance(
              p,
              p.map((count) => count * 7),
            ),
          ).toBeCloseTo(0, 7);
          expect(
            distance(
              p.map((count) => count * 3),
              q,
            ),
          ).toBeCloseTo(distance(p, q), 12);
        }),
      );
    },
  );

  it('of Jensen and Shannon never exceeds √ln 2, which disjoint distributions reach', () => {
    expect(jensenShannonDistance([3, 0, 1], [0, 2, 0])).toBeCloseTo(Math.sqrt(Math.LN2), 12);
  });

  it('is infinite by PSI where a bin is empty on one side only', () => {
    expect(psi([1, 1, 0], [1, 0, 0])).toBe(Infinity);
    expect(psi([1, 1, 0], [1, 1, 0])).toBe(0);
  });

  it.each([
    ['psi', psi],
    ['jensenShannonDistance', jensenShannonDistance],
  ] as const)('%s refuses what is not a distribution', (_, distance) => {
    expect(() => distance([1, 2], [1])).toThrow(RangeError);
    expect(() => distance([1, -2], [1, 1])).toThrow(RangeError);
    expect(() => distance([0, 0], [1, 1])).toThrow(RangeError);
    expect(() => distance([], [])).toThrow(RangeError);
  });
});
