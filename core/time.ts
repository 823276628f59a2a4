/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
/** An hour in milliseconds. */
export const HOUR_MS = 3_600_000;
/** A day of 24 hours in milliseconds. */
export const DAY_MS = 86_400_000;

/**
 * The last multiple of a step at or before an instant.
 * @param atMs epoch milliseconds
 * @param stepMs step in milliseconds, > 0
 * @example floorTo(90_500, 60_000) // 60000
 */
export function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs;
}

/**
 * The first multiple of a step at or after an instant.
 * @param atMs epoch milliseconds
 * @param stepMs step in milliseconds, > 0
 * @example ceilTo(90_500, 60_000) // 120000
 */
export function ceilTo(atMs: number, stepMs: number): number {
  return Math.ceil(atMs / stepMs) * stepMs;
}

/**
 * RFC 3339 in UTC, the form of every time in the API.
 * @param atMs epoch milliseconds
 * @example isoTime(0) // '1970-01-01T00:00:00.000Z'
 */
export function isoTime(atMs: number): string {
  // One assessment says the same few instants dozens of times.
  if (atMs !== latest.atMs) latest = { atMs, text: new Date(atMs).toISOString() };
  return latest.text;
}

let latest = { atMs: 0, text: new Date(0).toISOString() };

/**
 * Reads an instant as the API takes it: RFC 3339 with an offset, or epoch milliseconds.
 * @returns epoch milliseconds, or null where the text is neither
 * @example parseInstant('1970-01-01T00:00:01Z') // 1000
 */
export function parseInstant(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.test(text))
    return null;
  const atMs = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(atMs) ? null : atMs;
}
