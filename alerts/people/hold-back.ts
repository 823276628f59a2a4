import { STABLE_AFTER_MS } from '../episode/step-alert.ts';
import type { BoardAlert, BoardEpisode } from './notice-board.ts';
import { silenceAt } from '../labels/silence.ts';

/** Asks for another look at an instant; one that has passed is ignored. */
export type LookAgain = (atMs: number) => void;

/** Whether an episode is over at an instant. */
export function isOverAt({ alert }: BoardEpisode, atMs: number): boolean {
  return alert.resolvedMs !== null && alert.resolvedMs <= atMs;
}

/**
 * The change from which an alert flaps at an instant, by its latest episode; null: it does not. While that
 * fires its source says when it is stable. Once it is over nothing need come of it any more, and its end
 * cannot be held back for ever: it counts as stable after the time that it takes.
 */
export function flappingSinceAt(
  { history }: BoardAlert,
  atMs: number,
  look: LookAgain,
): number | null {
  const latest = history.findLast(({ startedMs }) => startedMs <= atMs);
  const sinceMs = latest?.flappingSinceMs ?? null;
  if (latest === undefined || sinceMs === null || sinceMs > atMs) return null;
  const { resolvedMs } = latest;
  if (resolvedMs === null || resolvedMs > atMs) return sinceMs;
  const stableMs = resolvedMs + STABLE_AFTER_MS;
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
 * goes to it, together with this or before, for the end that made the alert flap. So it is of that end also
 * where both come to be planned at once.
 */
export function isLeftOut(
  { notes, episodes }: BoardAlert,
  { sinceMs, changeMs }: FlapChange,
  { receiver, group }: { readonly receiver: string; readonly group: string },
): boolean {
  if (changeMs < sinceMs) return false;
  if (notes.flapToldMs[receiver] === sinceMs) return true;
  // In another group it might be told much later, or never.
  const isToBeTold = ({ alert, notes: { told, silencedBy } }: BoardEpisode): boolean =>
    alert.resolvedMs === sinceMs && told[receiver]?.group === group && silencedBy === null;
  return changeMs > sinceMs && episodes.some(isToBeTold);
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
