import { DAY_MS } from '../../core/time.ts';
import { formatClock, formatDay } from '../format/time.ts';

interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const HOURS_APART = 4;
/** Days between two ticks, for spans up to so many days. */
const DAYS_APART = [
  { upTo: 8, days: 1 },
  { upTo: 31, days: 4 },
  { upTo: Infinity, days: 14 },
];

const isDayLong = ({ fromMs, toMs }: TimeSpan): boolean => toMs - fromMs <= 2 * DAY_MS;

function roundTimes(span: TimeSpan): number[] {
  const times: number[] = [];
  const at = new Date(span.toMs);
  at.setMinutes(0, 0, 0);
  if (isDayLong(span)) {
    at.setHours(Math.floor(at.getHours() / HOURS_APART) * HOURS_APART);
    for (; at.getTime() >= span.fromMs; at.setHours(at.getHours() - HOURS_APART))
      times.push(at.getTime());
    return times;
  }
  at.setHours(0);
  const length = (span.toMs - span.fromMs) / DAY_MS;
  const { days } = DAYS_APART.find(({ upTo }) => length <= upTo) ?? { days: 14 };
  for (; at.getTime() >= span.fromMs; at.setDate(at.getDate() - days)) times.push(at.getTime());
  return times;
}

/**
 * Ticks of a time axis on round local times, counted back from the end: hours within a day, else
 * midnights. Epoch milliseconds, ascending, equally far apart.
 * @param most as many as there is room for
 */
export function timeTicks(span: TimeSpan, most: number): number[] {
  const times = roundTimes(span);
  const stride = Math.max(1, Math.ceil(times.length / Math.max(1, most)));
  return times.filter((_, index) => index % stride === 0).toReversed();
}

/** What a tick says: a time of day within a day, a date at midnight and beyond. */
export function tellTick(atMs: number, span: TimeSpan): string {
  const date = new Date(atMs);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  return isDayLong(span) && !isMidnight ? formatClock(atMs) : formatDay(atMs, span.toMs);
}
