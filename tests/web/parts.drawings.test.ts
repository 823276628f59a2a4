import { describe, expect, it } from 'vitest';
import { niceExtent } from '../../web/charts/nice-extent.ts';
import { buildIntervalBar } from '../../web/parts/build-interval-bar.ts';
import {
  buildSparkline,
  SPARKLINE_HEIGHT,
  SPARKLINE_WIDTH,
} from '../../web/parts/build-sparkline.ts';

const rate = {
  value: 0.04,
  low: 0.03,
  high: 0.05,
  limit: 0.035,
  better: 'lower',
  unit: 'ratio',
} as const;

describe('an interval bar', () => {
  it('orders low, limit, value and high as their numbers are', () => {
    const bar = buildIntervalBar(rate)!;
    expect(bar.band!.from).toBeLessThan(bar.limit!);
    expect(bar.limit!).toBeLessThan(bar.value);
    expect(bar.value).toBeLessThan(bar.band!.to);
  });

  it('shows the good side of the limit, whichever it is', () => {
    expect(buildIntervalBar(rate)!.good!.from).toBe(0);
    expect(buildIntervalBar({ ...rate, better: 'higher' })!.good!.to).toBe(100);
  });

  it('is nothing where there is no value', () => {
    expect(buildIntervalBar({ ...rate, value: null })).toBeNull();
  });

  it('is nothing where a value has neither interval nor limit to be seen against', () => {
    expect(buildIntervalBar({ ...rate, low: null, high: null, limit: null })).toBeNull();
  });

  it('stays inside its box at the ends of a share, and for equal numbers', () => {
    for (const value of [0, 1]) {
      const bar = buildIntervalBar({ ...rate, value, low: value, high: value, limit: value })!;
      for (const place of [bar.value, bar.limit!]) {
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(100);
      }
    }
  });
});

describe('a sparkline', () => {
  const series = (values: (number | null)[]) =>
    values.map((value, index) => ({
      at: `2026-11-${10 + index}T00:00:00Z`,
      value,
      low: null,
      high: null,
      n: 1,
    }));

  it('breaks at a gap and keeps lone points', () => {
    const shape = buildSparkline(series([1, 2, null, 3, null, 4, 5]), null)!;
    expect(shape.lines).toHaveLength(2);
    expect(shape.lone).toHaveLength(1);
  });

  it('is nothing where nothing was measured', () => {
    expect(buildSparkline(series([null, null]), 3)).toBeNull();
  });

  it('shows a limit only where it would not flatten the line', () => {
    expect(buildSparkline(series([1, 2, 3]), 4)!.limitY).not.toBeNull();
    expect(buildSparkline(series([1, 2, 3]), 400)!.limitY).toBeNull();
  });

  it('stays inside its box, also for a constant or a single value', () => {
    for (const values of [[5, 5, 5], [7], [-1, 0, 1e9]]) {
      const { last } = buildSparkline(series(values), null)!;
      expect(last.x).toBeGreaterThanOrEqual(0);
      expect(last.x).toBeLessThanOrEqual(SPARKLINE_WIDTH);
      expect(last.y).toBeGreaterThanOrEqual(0);
      expect(last.y).toBeLessThanOrEqual(SPARKLINE_HEIGHT);
    }
  });
});

describe('an axis', () => {
  it.each([
    [0, 0],
    [-3, -3],
    [0.012, 0.047],
    [-1200, 84_000],
  ])('holds %d to %d on round numbers', (least, most) => {
    const { min, max, interval } = niceExtent(least, most, 4);
    expect(min).toBeLessThanOrEqual(least);
    expect(max).toBeGreaterThanOrEqual(most);
    expect((max - min) / interval).toBeLessThanOrEqual(7);
  });
});
