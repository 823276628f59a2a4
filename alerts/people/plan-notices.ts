import { HOUR_MS } from '../../core/time.ts';
import { flappingSinceAt, isOverAt } from './hold-back.ts';
import { compileInhibited } from './inhibition.ts';
import { closeBoard, openBoard, type Board } from './notice-board.ts';
import type { Delivery } from './notice.ts';
import type { NotificationState } from './notification-state.ts';
import type { People } from './people.ts';
import { proposeNotices, type Look } from './propose-notices.ts';
import { tellChannel } from './tell-channel.ts';
import type { ToldAlert } from './told-alert.ts';

/** How far back planning goes after it was away, as evaluation does. */
const CATCH_UP_MS = 6 * HOUR_MS;

function openLook(board: Board, atMs: number, takesLate: boolean): Look {
  const { people, alerts } = board;
  const firing = (people.inhibitions.length === 0 ? [] : alerts)
    .flatMap(({ episodes }) => episodes)
    .filter((episode) => episode.alert.startedMs <= atMs && !isOverAt(episode, atMs))
    .map(({ alert }) => alert.labels);
  board.nextMs = Infinity;
  return {
    atMs,
    people,
    isInhibited: compileInhibited(people.inhibitions, firing),
    takesLate,
    channels: new Map(),
    muted: new Map(),
    again: (nextMs) => {
      if (nextMs > atMs && nextMs < board.nextMs) board.nextMs = nextMs;
    },
  };
}

/** Forgets the episodes that are over for everybody who was told of them. */
function closeEpisodes(board: Board, atMs: number): void {
  for (const alert of board.alerts) {
    const isOpen = (episode: (typeof alert.episodes)[number]) =>
      !isOverAt(episode, atMs) || Object.keys(episode.notes.told).length > 0;
    const closed = alert.episodes.filter((episode) => !isOpen(episode)).at(-1);
    if (!closed) continue;
    alert.episodes = alert.episodes.filter(isOpen);
    if (closed.alert.episode < alert.notes.closedEpisode) continue;
    alert.notes = {
      ...alert.notes,
      closedEpisode: closed.alert.episode,
      closedMs: atMs,
      closedSequence: closed.notes.sequence,
    };
  }
}

function stepBoard(board: Board, atMs: number, takesLate: boolean): void {
  const look = openLook(board, atMs, takesLate);
  for (const alert of board.alerts) {
    const sinceMs = flappingSinceAt(alert, atMs, look.again);
    for (const episode of alert.episodes) proposeNotices(alert, episode, sinceMs, look);
  }
  const channels = [...look.channels].sort(([a], [b]) => (a < b ? -1 : 1));
  const toldBefore = board.deliveries.length;
  for (const [, channel] of channels) tellChannel(board, channel, look);
  if (!takesLate) closeEpisodes(board, atMs);
  // What was told has opened further times: of repeats, escalations, and of a resolve that is due.
  if (board.deliveries.length > toldBefore) stepBoard(board, atMs, false);
}

/** What one planning came to. */
export interface PlannedNotices {
  readonly state: NotificationState;
  readonly deliveries: readonly Delivery[];
  /** Before this nothing is due unless alerts or people change; Infinity: nothing at all. Epoch milliseconds. */
  readonly nextMs: number;
}

/**
 * Who is to be told what, from where the state left off up to now. Everything in between is gone through
 * at the instants it was due, so that it makes no difference how often planning runs; what is not an
 * instant in the alerts (that one is acknowledged, or flaps no more) counts from the last planning on.
 * @param alerts every episode that fires, and those that are over at least once after; an episode left
 *   out before it was seen to be over ends with the reason `gone`
 * @param nowMs epoch milliseconds, not before the state's
 * @returns the next state, which has to be kept together with the deliveries, and these in their order;
 *   the same for the same arguments, keys included
 */
export function planNotices(
  state: NotificationState,
  alerts: readonly ToldAlert[],
  people: People,
  nowMs: number,
): PlannedNotices {
  const board = openBoard(state, alerts, people, nowMs);
  const fromMs = Math.min(nowMs, Math.max(state.plannedMs ?? nowMs, nowMs - CATCH_UP_MS));
  const isLate = board.alerts.some(({ episodes }) =>
    episodes.some((episode) => episode.isUnseen && isOverAt(episode, fromMs)),
  );
  if (isLate) stepBoard(board, fromMs, true);
  stepBoard(board, fromMs, false);
  while (board.nextMs <= nowMs) stepBoard(board, board.nextMs, false);
  const { deliveries, nextMs } = board;
  return { state: closeBoard(board, nowMs), deliveries, nextMs };
}
