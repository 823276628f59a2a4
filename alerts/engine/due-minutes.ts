import { MINUTE_MS } from '../../core/time.ts';

/**
 * Evaluated further ahead than this it was by a clock that has been set right since: to wait for it would
 * leave everything unwatched until then.
 */
const AHEAD_MS = 60 * MINUTE_MS;

/**
 * The minutes that are to be evaluated, ascending.
 * @param evaluatedMs the last one that was; null: none ever was, and only the last is due, as where it lies
 *   more than an hour ahead
 * @param lastMs the last one that is over, on the minute
 * @param reachMs how far back before `lastMs` minutes are made up for
 * @example [...dueMinutes(0, 120_000, 3_600_000)] // [60000, 120000]
 */
export function* dueMinutes(
  evaluatedMs: number | null,
  lastMs: number,
  reachMs: number,
): Generator<number> {
  const isUnknown = evaluatedMs === null || evaluatedMs > lastMs + AHEAD_MS;
  const first = isUnknown ? lastMs : evaluatedMs + MINUTE_MS;
  for (let at = Math.max(first, lastMs - reachMs); at <= lastMs; at += MINUTE_MS) yield at;
}
