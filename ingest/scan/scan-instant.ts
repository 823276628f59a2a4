const ZERO = 48;
const DASH = 45;
const COLON = 58;
const DOT = 46;
const LETTER_T = 84;
const LETTER_Z = 90;

const WITH_SECONDS = '2026-01-01T00:00:00Z'.length;
const WITH_MILLISECONDS = '2026-01-01T00:00:00.000Z'.length;
/** Every month has so many days; later ones need a calendar. */
const SAFE_DAY = 28;

/** The number that two or more digits make; NaN where one of them is none. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

const SECOND_MS = 1000;

/** The day of the last instant, as digits make it, and when it began: most instants are of one day. */
let lastDay = NaN;
let lastDayMs = NaN;

/** Epoch milliseconds at which a day of the calendar begins. */
function dayMs(year: number, month: number, day: number): number {
  const named = (year * 100 + month) * 100 + day;
  if (named !== lastDay) {
    lastDay = named;
    lastDayMs = Date.UTC(year, month - 1, day);
  }
  return lastDayMs;
}

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * Epoch milliseconds of an instant in UTC, to the second or the millisecond: the forms that most
 * senders write.
 * @returns NaN for any other form, right or wrong
 */
export function scanInstant(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const hasMillis = length === WITH_MILLISECONDS;
  if (!hasMillis && length !== WITH_SECONDS) return NaN;
  if (
    bytes[start + 4] !== DASH ||
    bytes[start + 7] !== DASH ||
    bytes[start + 10] !== LETTER_T ||
    bytes[start + 13] !== COLON ||
    bytes[start + 16] !== COLON ||
    bytes[end - 1] !== LETTER_Z ||
    (hasMillis && bytes[start + 19] !== DOT)
  ) {
    return NaN;
  }
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const second = digits(bytes, start + 17, 2);
  const millis = hasMillis ? digits(bytes, start + 20, 3) : 0;
  // Date.UTC takes a year below 100 for one of the last century; NaN fails every comparison.
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1)) return NaN;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  if (!(day <= SAFE_DAY || day <= daysIn(year, month))) return NaN;
  return dayMs(year, month, day) + ((hour * 60 + minute) * 60 + second) * SECOND_MS + millis;
}
