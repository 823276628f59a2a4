import { MINUTE_MS } from '../../core/time.ts';
import type { BoardAlert, BoardEpisode } from './notice-board.ts';
import { silenceAt } from '../labels/silence.ts';

/** How long an alert has to be stable until it no longer flaps. */
export const FLAP_QUIET_MS = 30 * MINUTE_MS;

/** Asks for another look at an instant; one that has passed is ignored. */
export type LookAgain = (atMs: number) => void;

/** Whether an episode is over at an instant. */
export function isOverAt({ alert }: BoardEpisode, atMs: number): boolean {
  return alert.resolvedMs !== null && alert.resolvedMs <= atMs;
}

/**
 * The change from which an alert flaps at an instant, by its latest episode; null: it does not. A source that
 * stops telling of an alert cannot hold its resolve back for ever: after the time it takes to be stable it
 * counts as stable.
 */
export function flappingSinceAt(
  { history }: BoardAlert,
  atMs: number,
  look: LookAgain,
): number | null {
  const latest = history.findLast(({ startedMs }) => startedMs <= atMs);
  const sinceMs = latest?.flappingSinceMs ?? null;
  if (latest === undefined || sinceMs === null || sinceMs > atMs) return null;
  const { startedMs, resolvedMs } = latest;
  const isOver = resolvedMs !== null && resolvedMs <= atMs;
  const stableMs = (isOver ? resolvedMs : startedMs) + FLAP_QUIET_MS;
  look(stableMs);
  return atMs < stableMs ? sinceMs : null;
}

/** A change of an alert that flaps. Epoch milliseconds. */
export interface FlapChange {
  /** The change from which it flaps. */
  readonly sinceMs: number;
  /** When the episode began or ended. */
  readonly changeMs: number;
}

/**
 * Whether a change of an alert that flaps is left out for a receiver: the one notice went to it already, or
 * goes to it for an earlier change. Which change that is does not depend on how many come to be planned at once.
 */
export function isLeftOut(
  { notes, episodes }: BoardAlert,
  { sinceMs, changeMs }: FlapChange,
  receiver: string,
): boolean {
  if (notes.flapToldMs[receiver] === sinceMs) return true;
  // The end that made it flap is still to be told to whoever was told of the beginning.
  return (
    changeMs > sinceMs &&
    episodes.some(
      ({ alert, notes: { told } }) => alert.resolvedMs === sinceMs && Object.hasOwn(told, receiver),
    )
  );
}

/**
 * Notes the silence that an episode is under, or that it came to its end.
 * @returns whether it is silenced: while it fires by any silence, once it is over by one it ended in
 */
export function noteSilence(episode: BoardEpisode, atMs: number, look: LookAgain): boolean {
  const { resolvedMs } = episode.alert;
  const overMs = isOverAt(episode, atMs) ? resolvedMs : null;
  const silences =
    overMs === null
      ? episode.silences
      : episode.silences.filter((silence) => silenceAt([silence], overMs) !== null);
  for (const { startsMs, endsMs } of silences) {
    look(startsMs);
    look(endsMs);
  }
  const active = silenceAt(silences, atMs);
  const { silencedBy } = episode.notes;
  if (active !== null && active.id !== silencedBy?.id) {
    const { id, reason, author } = active;
    episode.notes = { ...episode.notes, silencedBy: { id, reason, author } };
  }
  if (active === null && silencedBy !== null) {
    const released = { ...silencedBy, endedMs: atMs };
    episode.notes = { ...episode.notes, silencedBy: null, released };
  }
  return active !== null;
}

/** Whether somebody asked not to hear of an episode that fires: it is acknowledged or snoozed. */
export function isPutOff({ alert }: BoardEpisode, atMs: number, look: LookAgain): boolean {
  if (alert.snoozedUntilMs !== null) look(alert.snoozedUntilMs);
  return alert.isAcknowledged || (alert.snoozedUntilMs ?? -Infinity) > atMs;
}
