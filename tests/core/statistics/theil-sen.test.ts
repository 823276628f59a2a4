import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { theilSen } from '../../../core/statistics/theil-sen.ts';
import { createNormal, createUniform } from './seeded-random.ts';

const numbers = fc.double({ min: -100, max: 100, noNaN: true });
const series = fc.array(numbers, { minLength: 3, maxLength: 40 });
const daysOf = (ys: readonly number[]): number[] => ys.map((_, day) => day);

describe('the Theil-Sen slope', () => {
  it('is −0.05625 for five years of cloud seeding (Hollander and Wolfe 1999, example 9.1)', () => {
    expect(theilSen([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03], 0.05)!.slope).toBeCloseTo(
      -0.05625,
      12,
    );
  });

  it('agrees with scipy.stats.theilslopes', () => {
    const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const { slope, interval } = theilSen(months, [3, 5, 4, 8, 7, 7, 10, 13, 9, 12, 15, 14], 0.1)!;
    expect(slope).toBe(1);
    expect(interval!.low).toBeCloseTo(0.75, 12);
    expect(interval!.high).toBeCloseTo(4 / 3, 12);
    const tied = theilSen(
      [1, 1, 2, 2, 3, 5, 8, 9, 11, 12],
      [1, 2, 2, 5, 3, 6, 6, 9, 13, 10],
      0.05,
    )!;
    expect(tied.slope).toBeCloseTo(8 / 9, 12);
    expect(tied.interval!.low).toBeCloseTo(4 / 7, 12);
    expect(tied.interval!.high).toBeGreaterThanOrEqual(1.2); // scipy rounds to the nearer rank, this one outward
  });

  it('follows a straight line through a quarter of wild points', () => {
    const ys = Array.from({ length: 40 }, (_, day) => (day % 4 === 0 ? 1e6 : 3 - 0.5 * day));
    expect(theilSen(daysOf(ys), ys, 0.05)!.slope).toBeCloseTo(-0.5, 9);
  });

  it('lies within its interval and turns with the data', () => {
    fc.assert(
      fc.property(series, (ys) => {
        const { slope, interval } = theilSen(daysOf(ys), ys, 0.05)!;
        const mirrored = theilSen(
          daysOf(ys),
          ys.map((y) => -y),
          0.05,
        )!;
        expect(mirrored.slope).toBeCloseTo(-slope, 9);
        expect(mirrored.interval === null).toBe(interval === null);
        if (interval === null || mirrored.interval === null) return;
        expect(interval.low).toBeLessThanOrEqual(slope);
        expect(interval.high).toBeGreaterThanOrEqual(slope);
        expect(mirrored.interval.low).toBeCloseTo(-interval.high, 9);
      }),
    );
  });

  it('has no interval below six points at 95 %, and does not exist below three or on a single day', () => {
    expect(theilSen([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 0.05)!.interval).toBeNull();
    expect(theilSen([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 0.05)!.interval).toEqual({
      low: 1,
      high: 1,
    });
    expect(theilSen([1, 2], [1, 2], 0.05)).toBeNull();
    expect(theilSen([4, 4, 4], [1, 2, 3], 0.05)).toBeNull();
  });

  it.each([6, 7, 8, 14, 28])(
    'covers a true slope of 0 in 95 of 100 series of %d independent days, or a point less',
    (days) => {
      const normal = createNormal(createUniform(days));
      const xs = Array.from({ length: days }, (_, day) => day);
      let held = 0;
      for (let i = 0; i < 2000; i++) {
        const { low, high } = theilSen(
          xs,
          xs.map(() => normal()),
          0.05,
        )!.interval!;
        if (low <= 0 && high >= 0) held += 1;
      }
      expect(held / 2000).toBeGreaterThanOrEqual(0.94);
    },
  );

  it('refuses points that are not', () => {
    expect(() => theilSen([1, 2, 3], [1, 2], 0.05)).toThrow(RangeError);
    expect(() => theilSen([1, 2, 3], [1, NaN, 3], 0.05)).toThrow(RangeError);
  });
});
