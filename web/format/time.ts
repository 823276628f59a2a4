const LOCALE = 'en-GB';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function formatter(options: Intl.DateTimeFormatOptions): (atMs: number) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (atMs) => (format ??= new Intl.DateTimeFormat(LOCALE, options)).format(atMs);
}

const dayMonth = formatter({ day: 'numeric', month: 'short' });
const dayMonthYear = formatter({ day: 'numeric', month: 'short', year: 'numeric' });
const clock = formatter({ hour: '2-digit', minute: '2-digit' });
const clockSeconds = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const zoned = formatter({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** Epoch milliseconds of an instant of the API. */
export function instantMs(instant: string): number {
  return Date.parse(instant);
}

/**
 * A day, with its year only where that is not the year of now.
 * @example formatDay(Date.UTC(2026, 9, 3, 12), Date.UTC(2026, 10, 1)) // '3 Oct'
 */
export function formatDay(atMs: number, nowMs: number): string {
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return sameYear ? dayMonth(atMs) : dayMonthYear(atMs);
}

/** A time of day on a day, short. */
export function formatMoment(atMs: number, nowMs: number): string {
  return `${formatDay(atMs, nowMs)}, ${clock(atMs)}`;
}

/** A time of day. */
export const formatClock = clock;
export const formatClockSeconds = clockSeconds;

/** The full instant with its zone, for explanations and exports to people. */
export const formatInstant = zoned;

/**
 * A calendar day of a document (`2026-12-31`), without a zone.
 * @example formatCalendarDay('2026-12-31', Date.UTC(2026, 5, 1)) // '31 Dec'
 */
export function formatCalendarDay(day: string, nowMs: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return formatDay(new Date(year, month - 1, date, 12).getTime(), nowMs);
}

/**
 * A length of time in its largest unit.
 * @example formatSpan(3 * 86_400_000) // '3 days'
 */
export function formatSpan(spanMs: number): string {
  const [amount, unit] =
    spanMs >= 2 * DAY
      ? [Math.round(spanMs / DAY), 'day']
      : spanMs >= 90 * MINUTE
        ? [Math.round(spanMs / HOUR), 'hour']
        : [Math.max(1, Math.round(spanMs / MINUTE)), 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** "3 days ago", "just now". */
export function formatAgo(atMs: number, nowMs: number): string {
  const span = nowMs - atMs;
  return span < MINUTE ? 'just now' : `${formatSpan(span)} ago`;
}

/** "in 3 days", "now" once it is due. */
export function formatAhead(atMs: number, nowMs: number): string {
  const span = atMs - nowMs;
  return span < MINUTE ? 'now' : `in ${formatSpan(span)}`;
}

/**
 * Whole days between a calendar day and now, negative once it has passed.
 * @example daysUntil('2026-10-05', new Date(2026, 9, 3, 15).getTime()) // 2
 */
export function daysUntil(day: string, nowMs: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const now = new Date(nowMs);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.UTC(year, month - 1, date) - today) / DAY);
}
