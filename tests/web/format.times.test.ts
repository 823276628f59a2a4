import { describe, expect, it } from 'vitest';
import {
  daysUntil,
  formatAgo,
  formatAhead,
  formatCalendarDay,
  formatDay,
  formatInstant,
  formatSpan,
} from '../../web/format/time.ts';
import { tellTick, timeTicks } from '../../web/charts/time-ticks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = new Date(2026, 10, 21, 15, 30).getTime();

describe('times', () => {
  it.each([
    [40_000, '1 minute'],
    [45 * 60_000, '45 minutes'],
    [3 * HOUR, '3 hours'],
    [30 * HOUR, '30 hours'],
    [3 * DAY, '3 days'],
  ])('a span of %d ms reads %s', (span, text) => {
    expect(formatSpan(span)).toBe(text);
  });

  it('are told from now, back and ahead', () => {
    expect(formatAgo(NOW - 5000, NOW)).toBe('just now');
    expect(formatAgo(NOW - 3 * DAY, NOW)).toBe('3 days ago');
    expect(formatAhead(NOW + 2 * DAY, NOW)).toBe('in 2 days');
    expect(formatAhead(NOW - DAY, NOW)).toBe('now');
  });

  it('name the year only where it is another', () => {
    expect(formatDay(new Date(2026, 9, 3).getTime(), NOW)).toBe('3 Oct');
    expect(formatDay(new Date(2025, 9, 3).getTime(), NOW)).toBe('3 Oct 2025');
    expect(formatCalendarDay('2027-01-15', NOW)).toBe('15 Jan 2027');
  });

  it('carry their zone in full', () => {
    expect(formatInstant(NOW)).toMatch(/^21 Nov 2026, 15:30 \S+$/);
  });

  it('count whole days to a calendar day, whatever the hour', () => {
    expect(daysUntil('2026-11-21', NOW)).toBe(0);
    expect(daysUntil('2026-11-22', NOW)).toBe(1);
    expect(daysUntil('2026-11-09', NOW)).toBe(-12);
  });
});

describe('ticks of a time axis', () => {
  it('fall on local midnights over weeks, equally far apart', () => {
    const span = { fromMs: NOW - 28 * DAY, toMs: NOW };
    const ticks = timeTicks(span, 12);
    expect(ticks.length).toBeGreaterThan(5);
    expect(ticks.every((tick) => new Date(tick).getHours() === 0)).toBe(true);
    expect(ticks.every((tick) => tick >= span.fromMs && tick <= span.toMs)).toBe(true);
    expect(tellTick(ticks.at(-1) ?? 0, span)).toBe('21 Nov');
  });

  it('fall on round hours within a day', () => {
    const span = { fromMs: NOW - DAY, toMs: NOW };
    const told = timeTicks(span, 12).map((tick) => tellTick(tick, span));
    expect(told).toEqual(['16:00', '20:00', '21 Nov', '04:00', '08:00', '12:00']);
  });

  it('are thinned evenly where there is less room', () => {
    const span = { fromMs: NOW - 28 * DAY, toMs: NOW };
    const ticks = timeTicks(span, 4);
    expect(ticks.length).toBeLessThanOrEqual(4);
    const days = ticks.slice(1).map((tick, index) => Math.round((tick - ticks[index]!) / DAY));
    expect(new Set(days).size).toBe(1);
  });
});
