import type { NoticeEvent } from './notice.ts';
import type { EpisodeNotes } from './notification-state.ts';
import type { People } from './people.ts';
import { routesOf, type Route } from './route.ts';
import { silenceAt } from '../labels/silence.ts';
import type { ToldAlert } from './told-alert.ts';

/** Who hears of an episode next, if nobody does anything about it. Instants in epoch milliseconds. */
export interface NextNotice {
  readonly receiver: string;
  readonly event: NoticeEvent;
  /** Not before this; an instant that has passed: with the next planning. */
  readonly atMs: number;
}

/** Why nobody is told of an episode at an instant. */
export interface HeldBack {
  readonly by: 'acknowledged' | 'snoozed' | 'silenced' | 'flapping' | 'muted';
  /** Null: until somebody or something changes it. */
  readonly untilMs: number | null;
  /** Of the silence; null for everything else. */
  readonly reason: string | null;
}

function nextOfRoute(
  route: Route,
  alert: ToldAlert,
  told: EpisodeNotes['told'],
): readonly NextNotice[] {
  const { receiver } = route;
  if (receiver === null) return [];
  const first = told[receiver];
  if (first === undefined) {
    return [{ receiver, event: 'fire', atMs: alert.startedMs + route.groupWaitMs }];
  }
  const repeat = {
    receiver,
    event: 'repeat',
    atMs: first.lastMs + route.repeatIntervalMs,
  } as const;
  const escalations = route.escalations
    .filter((step) => step.receiver !== receiver)
    .map((step): NextNotice => {
      const known = told[step.receiver];
      return known === undefined
        ? { receiver: step.receiver, event: 'escalate', atMs: first.firstMs + step.afterMs }
        : {
            receiver: step.receiver,
            event: 'repeat',
            atMs: known.lastMs + route.repeatIntervalMs,
          };
    });
  return [repeat, ...escalations];
}

/**
 * Everything that is still to be told of an episode as things stand, the soonest first; a group's
 * interval or a full minute of a receiver may make it a little later.
 * @param notes what planning remembers of it; null: nothing was told yet
 * @returns none once it is over, and none without a route that tells anybody
 */
export function nextNotices(
  alert: ToldAlert,
  notes: Pick<EpisodeNotes, 'told'> | null,
  people: Pick<People, 'routes'>,
): readonly NextNotice[] {
  if (alert.resolvedMs !== null) return [];
  return routesOf(people.routes, alert.labels)
    .flatMap((route) => nextOfRoute(route, alert, notes?.told ?? {}))
    .toSorted((a, b) => a.atMs - b.atMs || (a.receiver < b.receiver ? -1 : 1));
}

/** What keeps anybody from being told of an episode that fires; null: nothing does. */
export function heldBack(
  alert: ToldAlert,
  people: Pick<People, 'routes' | 'silences'>,
  atMs: number,
): HeldBack | null {
  if (alert.isAcknowledged) return { by: 'acknowledged', untilMs: null, reason: null };
  const meant = people.silences.filter(({ isMeant }) => isMeant(alert.labels));
  const silence = silenceAt(meant, atMs);
  if (silence) return { by: 'silenced', untilMs: silence.endsMs, reason: silence.reason };
  if (alert.snoozedUntilMs !== null && alert.snoozedUntilMs > atMs) {
    return { by: 'snoozed', untilMs: alert.snoozedUntilMs, reason: null };
  }
  if (alert.flappingSinceMs !== null) return { by: 'flapping', untilMs: null, reason: null };
  const telling = routesOf(people.routes, alert.labels).filter(({ receiver }) => receiver !== null);
  const isMuted = telling.length > 0 && telling.every((route) => route.isMutedAt(atMs));
  return isMuted ? { by: 'muted', untilMs: null, reason: null } : null;
}
