import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekName, weekStart } from '../../core/audit.ts';
import { DAY_MS } from '../../core/time.ts';
import { dueSoFar, keepCapacity, lastWeeks } from '../../decisions/audit/keep-capacity.ts';

const MONDAY = Date.UTC(2026, 10, 23);
const drawn = (week: string, count: number, reviewed: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${week} ${index}`,
    tsMs: Date.parse(week),
    week,
    dayRank: Math.floor(index / 7) + 1,
    drawn: count,
    reviewed: reviewed.length,
    isReviewed: reviewed.includes(index),
  }));
const nobody = () => false;

describe('the weeks of an audit', () => {
  it('begin on Mondays, UTC, and are named by them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
        const start = weekStart(atMs);
        expect(new Date(start).getUTCDay()).toBe(1);
        expect(Number.isInteger(start / DAY_MS)).toBe(true);
        expect(atMs - start).toBeGreaterThanOrEqual(0);
        expect(atMs - start).toBeLessThan(7 * DAY_MS);
      }),
    );
    expect(weekName(MONDAY - 1)).toBe('2026-11-16');
    expect(lastWeeks(MONDAY + DAY_MS, 3).map(weekName)).toEqual([
      '2026-11-23',
      '2026-11-16',
      '2026-11-09',
    ]);
  });

  it('share their capacity out by the day: never less than the day before, in the end all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (capacity) => {
        const byDay = [0, 1, 2, 3, 4, 5, 6].map((day) =>
          dueSoFar(capacity, MONDAY, MONDAY + day * DAY_MS),
        );
        expect(byDay).toEqual(byDay.toSorted((a, b) => a - b));
        for (const [day, due] of byDay.entries()) {
          expect(due).toBe(Math.ceil((capacity * (day + 1)) / 7));
        }
        expect(dueSoFar(capacity, MONDAY, MONDAY + 70 * DAY_MS)).toBe(capacity);
        expect(dueSoFar(capacity, MONDAY, MONDAY - 1)).toBe(0);
      }),
    );
  });
});

describe('the capacity', () => {
  it('cuts each week to what there is time for, in the order of the draw', () => {
    const now = MONDAY + DAY_MS + 1;
    const all = [...drawn('2026-11-23', 50), ...drawn('2026-11-16', 50, [0, 3, 49])];
    const [current, last, before] = keepCapacity(
      all,
      lastWeeks(now, 3),
      { capacity: 14, nowMs: now },
      nobody,
    );
    expect(current?.runs.map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
    expect(current?.progress).toEqual({
      week: '2026-11-23',
      drawn: 50,
      kept: 4,
      reviewed: 0,
      capacity: 14,
    });
    expect(last?.progress).toMatchObject({ drawn: 50, kept: 14, reviewed: 3 });
    expect(before?.progress).toMatchObject({ drawn: 0, kept: 0, reviewed: 0 });
  });

  it('counts a review once that is known here and not queryable yet', () => {
    const now = MONDAY + 8 * DAY_MS;
    const all = drawn('2026-11-23', 10, [2]);
    const known = new Set(['2026-11-23 2', '2026-11-23 5']);
    const [week] = keepCapacity(all, [MONDAY], { capacity: 40, nowMs: now }, (run) =>
      known.has(run),
    );
    expect(week?.progress.reviewed).toBe(2);
    expect(week?.runs.filter(({ isReviewed }) => isReviewed)).toHaveLength(2);
  });
});
