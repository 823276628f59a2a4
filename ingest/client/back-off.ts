import type { AnswerMeaning } from './read-answer.ts';
import { retryAfterMs } from './retry-after.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A wrong key is not put right within seconds. */
const REFUSED_WAIT_MS = 60_000;

/**
 * How long to wait before the next attempt: as the server asks, else twice as long each time, within
 * half of it by chance, so that many clients don't come back at once.
 * @param failures attempts that failed in a row, from 1
 * @param random from 0 to below 1
 */
export function backOffMs(
  kind: AnswerMeaning['kind'],
  failures: number,
  retryAfter: string | null,
  nowMs: number,
  random: number,
): number {
  const named = retryAfterMs(retryAfter, nowMs);
  // "Now" is no time to wait: asked again and again, it would be a flood.
  const asked = named === null ? null : Math.max(FIRST_WAIT_MS / 2, named);
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  const base = kind === 'refused' ? REFUSED_WAIT_MS : (asked ?? doubled);
  // What the server asks for is the least, what is guessed may be less.
  return asked !== null && kind !== 'refused' ? base * (1 + random / 4) : base * (0.5 + random / 2);
}
