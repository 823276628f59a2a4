import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEWEST_FOR_CHANGE, findChanges } from '../../../core/statistics/change-detector.ts';
import { meanInflation, serialCorrelation } from '../../../core/statistics/serial-correlation.ts';
import { readChangePoints } from '../../support/real-data.ts';
import { createNormal, createUniform, drawPoisson } from './seeded-random.ts';

const POINTS = 300;
const SERIES = 400;

const uniform = createUniform(4_020);
const normal = createNormal(uniform);
const times = <T>(n: number, value: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => value(i));

/** An autoregressive series: what is left of a point in the next is its correlation. */
function autoregressive(length: number, correlation: number): number[] {
  const innovation = Math.sqrt(1 - correlation ** 2);
  let value = normal();
  return times(length, () => (value = correlation * value + innovation * normal()));
}

describe('a series whose level never changes', () => {
  test.each<[string, () => number[]]>([
    ['normal', () => times(POINTS, normal)],
    ['lognormal', () => times(POINTS, () => Math.exp(1.5 * normal()))],
    ['small counts', () => times(POINTS, () => drawPoisson(1, uniform))],
    ['with busy and quiet days', () => times(POINTS, (i) => (i % 7 > 4 ? 2 : 0) + normal())],
    ['a little correlated', () => autoregressive(POINTS, 0.3)],
    ['correlated by half', () => autoregressive(POINTS, 0.5)],
    ['strongly correlated', () => autoregressive(POINTS, 0.8)],
  ])('(%s) raises a false alarm in at most 3 % of series of 300 points', (_, series) => {
    const alarmed = times(SERIES, () => findChanges(series()).length > 0).filter(Boolean);
    expect(alarmed.length / SERIES).toBeLessThanOrEqual(0.03);
  });

  test('is none when it creeps by a standard deviation in 200 points', () => {
    const creeping = times(60, () => findChanges(times(POINTS, (i) => i / 200 + normal())));
    expect(creeping.filter((changes) => changes.length > 0).length).toBeLessThanOrEqual(3);
  });
});

describe('a series whose level changes', () => {
  test.each([
    [1.5, 0.85, 15],
    [2, 0.97, 10],
    [3, 0.99, 8],
  ])('by %f standard deviations is found nearly always and soon', (size, share, delay) => {
    const found = times(200, () => {
      const values = times(220, (i) => normal() + (i < 150 ? 0 : size));
      return findChanges(values).find((change) => change.foundAt >= 150);
    }).filter((change) => change !== undefined);
    expect(found.length / 200).toBeGreaterThanOrEqual(share);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(found.map((change) => change.foundAt - 150))).toBeLessThanOrEqual(delay);
    expect(mean(found.map((change) => Math.abs(change.index - 150)))).toBeLessThanOrEqual(3);
    expect(found.every((change) => change.direction === 'up')).toBe(true);
  });

  test('twice has two changes', () => {
    const values = times(300, (i) => normal() + (i < 100 || i >= 200 ? 0 : 4));
    expect(findChanges(values).map((change) => change.direction)).toEqual(['up', 'down']);
  });

  test('is told the same whatever comes after, and whatever rises with its values', () => {
    const anySeries = fc.array(fc.integer({ min: 0, max: 30 }), {
      minLength: 40,
      maxLength: 120,
    });
    fc.assert(
      fc.property(anySeries, fc.array(fc.integer({ min: 20, max: 50 })), (before, after) => {
        const values = [...before, ...after];
        const found = findChanges(values);
        const known = findChanges(before);
        expect(found.slice(0, known.length)).toEqual(known);
        const bent = findChanges(values.map((value) => Math.exp(value / 9)));
        expect(bent[0]?.foundAt).toBe(found[0]?.foundAt);
        const mirrored = findChanges(values.map((value) => -value));
        expect(mirrored[0]?.foundAt).toBe(found[0]?.foundAt);
      }),
      { numRuns: 60 },
    );
  });

  test('has none before it has enough points, and none in what never varies', () => {
    const jump = times(FEWEST_FOR_CHANGE - 1, (i) => (i < 25 ? i % 3 : 100));
    expect(findChanges(jump)).toEqual([]);
    expect(findChanges(times(100, () => 7))).toEqual([]);
    expect(() => findChanges([1, NaN])).toThrow(RangeError);
  });
});

const series = ['quality_control_1', 'quality_control_5'] as const;
const [changed, steady] = series.map(readChangePoints);

describe.skipIf(!changed || !steady)('real series (skipped where the data is absent)', () => {
  test('quality_control_1 is found within 15 points after its change at 146, and not before', () => {
    const [first] = findChanges(changed!);
    expect(first!.foundAt).toBeGreaterThanOrEqual(146);
    expect(first!.foundAt).toBeLessThanOrEqual(146 + 15);
    expect(Math.abs(first!.index - 146)).toBeLessThanOrEqual(5);
    expect(findChanges(changed!)).toHaveLength(1);
  });

  test('quality_control_5, which never changes, stays silent', () => {
    expect(findChanges(steady!)).toEqual([]);
  });
});

describe('the correlation of neighbours', () => {
  test('is found near what it is', () => {
    for (const correlation of [0, 0.3, 0.6]) {
      const found = serialCorrelation(autoregressive(3000, correlation));
      expect(Math.abs(found - correlation)).toBeLessThan(0.06);
    }
  });

  test('makes a mean as uncertain as fewer values that stand alone', () => {
    const means = times(4000, () => autoregressive(20, 0.5).reduce((a, b) => a + b, 0) / 20);
    const variance = means.reduce((sum, mean) => sum + mean ** 2, 0) / means.length;
    expect(Math.abs((variance * 20) / meanInflation(20, 0.5) - 1)).toBeLessThan(0.1);
  });
});
