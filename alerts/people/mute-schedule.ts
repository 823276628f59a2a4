import { z } from 'zod';
import { MINUTE_MS } from '../../core/time.ts';

/** Days of the week, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const DAY_MINUTES = 1_440;

const timeZone = z.string().max(64).refine(isTimeZone, {
  error: 'expected an IANA time zone such as Europe/Berlin',
});
const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day such as 22:00');

/** Hours of a week in which a route is quiet. A range that passes midnight belongs to its first day. */
export const muteDocument = z.strictObject({
  time_zone: timeZone.default('UTC'),
  weekdays: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .max(7)
    .default([...WEEKDAYS]),
  /** First quiet minute. */
  from: timeOfDay.default('00:00'),
  /** First minute that is not quiet any more; at or before `from`: on the next day. */
  to: timeOfDay.default('24:00'),
});
export type MuteDocument = z.output<typeof muteDocument>;

function isTimeZone(name: string): boolean {
  // An offset such as +02:00 is taken by Intl, but knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    const parts = {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    } as const;
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts });
    clocks.set(zone, clock);
  }
  return clock;
}

/** What the clock on the wall of a zone shows. */
function wallTime(atMs: number, zone: string): { weekday: number; minute: number } {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = WEEKDAYS.findIndex((day) => day === parts.get('weekday')?.toLowerCase());
  return { weekday, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/**
 * Whether an instant lies in the quiet hours. Changes only at whole minutes.
 * @param atMs epoch milliseconds
 * @example isMuted({ time_zone: 'UTC', weekdays: ['thu'], from: '22:00', to: '06:00' }, 0) // false
 */
export function isMuted(schedule: MuteDocument, atMs: number): boolean {
  const wholeMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const { weekday, minute } = wallTime(wholeMs, schedule.time_zone);
  const [from, to] = [minuteOf(schedule.from), minuteOf(schedule.to)];
  const isOn = (index: number) => schedule.weekdays.some((day) => day === WEEKDAYS[index]);
  if (from < to) return isOn(weekday) && minute >= from && minute < to;
  const isEvening = isOn(weekday) && minute >= from && minute < DAY_MINUTES;
  return isEvening || (isOn((weekday + 6) % 7) && minute < to);
}
