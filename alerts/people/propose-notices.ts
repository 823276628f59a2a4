import { ceilTo, MINUTE_MS } from '../../core/time.ts';
import {
  isLeftOut,
  isOverAt,
  isPutOff,
  noteSilence,
  type FlapChange,
  type LookAgain,
} from './hold-back.ts';
import { readGroup, type BoardAlert, type BoardEpisode } from './notice-board.ts';
import type { NoticeEvent } from './notice.ts';
import type { Told } from './notification-state.ts';
import type { People } from './people.ts';
import type { Route } from './route.ts';

/** Something that a receiver should hear, at its time. */
export interface Proposal {
  readonly episode: BoardEpisode;
  readonly alert: BoardAlert;
  readonly event: NoticeEvent;
  /** Changes wait for each other in their group, repeats join those due soon, the rest waits for nothing. */
  readonly pace: 'change' | 'repeat' | 'prompt';
  /** Null: the alert does not flap, or what is told is no change of it. */
  readonly flap: FlapChange | null;
  readonly dueMs: number;
}

/** One group as one receiver hears of it. */
export interface Channel {
  readonly group: string;
  readonly receiver: string;
  /** Null: the routes were changed since, and only what was told is brought to its end. */
  readonly route: Route | null;
  readonly proposals: Proposal[];
}

/** One look at everything, at one instant. */
export interface Look {
  readonly atMs: number;
  readonly people: People;
  readonly isInhibited: (labels: Readonly<Record<string, string>>) => boolean;
  /** Whether what is over before it was ever seen may still be told. */
  readonly takesLate: boolean;
  readonly channels: Map<string, Channel>;
  /** Which routes are quiet at this instant, as far as it was asked. */
  readonly muted: Map<string, boolean>;
  readonly again: LookAgain;
}

/** Key of a channel. */
export function channelKey({ group, receiver }: Pick<Channel, 'group' | 'receiver'>): string {
  return `${group}>${receiver}`;
}

function propose(look: Look, place: Omit<Channel, 'proposals'>, proposal: Proposal): void {
  const key = channelKey(place);
  const channel = look.channels.get(key) ?? { ...place, proposals: [] };
  look.channels.set(key, channel);
  channel.proposals.push(proposal);
}

function isMuted(route: Route | null, { atMs, again, muted }: Look): boolean {
  if (!route?.hasSchedule) return false;
  again(ceilTo(atMs + 1, MINUTE_MS));
  const known = muted.get(route.key) ?? route.isMutedAt(atMs);
  muted.set(route.key, known);
  return known;
}

/** An episode and what is known of it at this look. */
interface Subject {
  readonly alert: BoardAlert;
  readonly episode: BoardEpisode;
  /** The change from which its alert flaps; null: it does not. */
  readonly sinceMs: number | null;
}

/** A beginning or an end, unless its alert flaps and the receiver is not to hear of it. */
function proposeChange(
  { alert, episode, sinceMs }: Subject,
  change: Pick<Proposal, 'event' | 'dueMs'> & Pick<FlapChange, 'changeMs'>,
  place: Omit<Channel, 'proposals'>,
  look: Look,
): void {
  const { event, dueMs, changeMs } = change;
  const flap = sinceMs === null ? null : { sinceMs, changeMs };
  if (flap !== null && isLeftOut(alert, flap, place)) return;
  propose(look, place, { alert, episode, event, pace: 'change', flap, dueMs });
}

function proposeRepeat(
  subject: Subject,
  told: Told,
  place: Omit<Channel, 'proposals'>,
  look: Look,
) {
  const { alert, episode, sinceMs } = subject;
  if (sinceMs !== null || place.route === null) return;
  const base = { episode, alert, event: 'repeat', flap: null } as const;
  const snoozedUntilMs = episode.alert.snoozedUntilMs ?? -Infinity;
  const wokenMs = Math.max(episode.notes.released?.endedMs ?? -Infinity, snoozedUntilMs);
  if (wokenMs > told.lastMs) {
    propose(look, place, { ...base, pace: 'prompt', dueMs: wokenMs });
    return;
  }
  const dueMs = told.lastMs + place.route.repeatIntervalMs;
  propose(look, place, { ...base, pace: 'repeat', dueMs });
}

function proposeEscalations(subject: Subject, route: Route, group: string, look: Look): void {
  const { alert, episode, sinceMs } = subject;
  const first = episode.notes.told[route.receiver ?? ''];
  if (!first || sinceMs !== null) return;
  for (const { afterMs, receiver } of route.escalations) {
    const place = { group, receiver, route };
    const told = episode.notes.told[receiver];
    if (receiver === route.receiver) continue;
    if (told) proposeRepeat(subject, told, place, look);
    else {
      const base = { episode, alert, event: 'escalate', flap: null } as const;
      propose(look, place, { ...base, pace: 'prompt', dueMs: first.firstMs + afterMs });
    }
  }
}

function proposeFiring(subject: Subject, look: Look): void {
  const { episode } = subject;
  const { startedMs, resolvedMs } = episode.alert;
  for (const { route, group } of episode.routes) {
    if (route.receiver === null || isMuted(route, look)) continue;
    const place = { group, receiver: route.receiver, route };
    const told = episode.notes.told[route.receiver];
    const dueMs = startedMs + route.groupWaitMs;
    const isTooShort = isOverAt(episode, look.atMs) && dueMs > (resolvedMs ?? Infinity);
    if (told) proposeRepeat(subject, told, place, look);
    else if (!isTooShort) {
      proposeChange(subject, { event: 'fire', changeMs: startedMs, dueMs }, place, look);
    }
    proposeEscalations(subject, route, group, look);
  }
}

/** The route that a group was told by; null: the routes were changed since. */
function routeOf(group: string, { people }: Look): Route | null {
  const { routeKey } = readGroup(group);
  return people.routes.find(({ key }) => key === routeKey) ?? null;
}

function proposeAcknowledgement(subject: Subject, look: Look): void {
  const { episode, alert } = subject;
  const { isAcknowledged } = episode.alert;
  for (const [receiver, told] of Object.entries(episode.notes.told)) {
    if (told.isAcknowledgeTold && !isAcknowledged) {
      const again = { ...told, isAcknowledgeTold: false };
      episode.notes = { ...episode.notes, told: { ...episode.notes.told, [receiver]: again } };
    }
    if (!isAcknowledged || told.isAcknowledgeTold || !look.people.pagers.has(receiver)) continue;
    const place = { group: told.group, receiver, route: routeOf(told.group, look) };
    const base = { episode, alert, event: 'acknowledge', pace: 'prompt', flap: null } as const;
    propose(look, place, { ...base, dueMs: look.atMs });
  }
}

function proposeResolve(subject: Subject, look: Look): void {
  const { alert, notes } = subject.episode;
  for (const [receiver, told] of Object.entries(notes.told)) {
    const route = routeOf(told.group, look);
    if (isMuted(route, look)) continue;
    const changeMs = alert.resolvedMs ?? look.atMs;
    const place = { group: told.group, receiver, route };
    proposeChange(subject, { event: 'resolve', changeMs, dueMs: changeMs }, place, look);
  }
}

/**
 * What receivers should hear of one episode, as things stand at this look.
 * @param sinceMs the change from which its alert flaps; null: it does not
 */
export function proposeNotices(
  alert: BoardAlert,
  episode: BoardEpisode,
  sinceMs: number | null,
  look: Look,
): void {
  const { startedMs, resolvedMs } = episode.alert;
  if (startedMs > look.atMs) {
    look.again(startedMs);
    return;
  }
  if (resolvedMs !== null) look.again(resolvedMs);
  const isSilenced = noteSilence(episode, look.atMs, look.again);
  const subject = { alert, episode, sinceMs };
  if (isOverAt(episode, look.atMs) && !(look.takesLate && episode.isUnseen)) {
    if (!isSilenced) proposeResolve(subject, look);
    return;
  }
  proposeAcknowledgement(subject, look);
  const isHeld = isPutOff(episode, look.atMs, look.again) || isSilenced;
  if (!isHeld && !look.isInhibited(episode.alert.labels)) proposeFiring(subject, look);
}
