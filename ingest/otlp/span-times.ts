import { MAX_EVENT_AGE_MS, MAX_EVENT_AHEAD_MS, MAX_MEASURE } from '../../core/event.ts';

const DAY_MS = 86_400_000;

/** Milliseconds between two times, to the microsecond; a clock set back in between makes it 0. */
export const durationMs = (startMs: number, endMs: number): number =>
  Math.max(0, Math.round((endMs - startMs) * 1000) / 1000);

/** Why a record of that time is refused; empty where it is not. */
export function timeFault(atMs: number, receivedAtMs: number): string {
  if (!(atMs > 0)) return 'states no time';
  if (Math.floor(atMs) < receivedAtMs - MAX_EVENT_AGE_MS) {
    return `lies more than ${MAX_EVENT_AGE_MS / DAY_MS} days back`;
  }
  if (Math.floor(atMs) > receivedAtMs + MAX_EVENT_AHEAD_MS) {
    return `lies more than ${MAX_EVENT_AHEAD_MS / 60_000} minutes ahead`;
  }
  return '';
}

/** Why a span that ended then is refused; empty where it is not. */
export function endFault(startMs: number, endMs: number): string {
  if (!(endMs > 0)) return 'has not ended';
  return durationMs(startMs, endMs) <= MAX_MEASURE
    ? ''
    : `lasts longer than ${MAX_MEASURE} milliseconds`;
}
