const MAX_WAIT_MS = 3_600_000;

/**
 * How long a `Retry-After` header asks to wait: seconds, or a date of HTTP.
 * @returns milliseconds from `nowMs`, at most an hour; null where the header says nothing
 * @example retryAfterMs('2', 0) // 2000
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1000;
  if (Number.isNaN(waitMs)) return null;
  return Math.min(MAX_WAIT_MS, Math.max(0, waitMs));
}
