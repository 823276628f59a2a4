import { canonicalJson } from '../../core/canonical-json.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Delivery } from './notice.ts';
import {
  EMPTY_NOTES,
  type AlertNotes,
  type EpisodeNotes,
  type NotificationState,
} from './notification-state.ts';
import type { People } from './people.ts';
import { routesOf, type Route } from './route.ts';
import type { Silence } from '../labels/silence.ts';
import type { ToldAlert } from './told-alert.ts';

/** How long an episode that is over is remembered, so that it is not told again. */
const REMEMBER_MS = DAY_MS;

/** One episode while it is planned. */
export interface BoardEpisode {
  readonly id: string;
  /** As the caller has it now; where it left the episode out, as it was last seen, then resolved. */
  readonly alert: ToldAlert;
  notes: EpisodeNotes;
  /** Not known to the state that is planned from. */
  readonly isUnseen: boolean;
  readonly routes: readonly { readonly route: Route; readonly group: string }[];
  /** Those that mean it, whenever they are. */
  readonly silences: readonly Silence[];
}

/** One alert while it is planned, its episodes from the first to the latest. */
export interface BoardAlert {
  readonly id: string;
  notes: AlertNotes;
  readonly isListed: boolean;
  /** Every episode that is known, those that are over for everybody included. */
  readonly history: readonly ToldAlert[];
  episodes: BoardEpisode[];
}

/** The working copy of the state. */
export interface Board {
  readonly people: People;
  readonly alerts: readonly BoardAlert[];
  readonly channels: Map<string, number>;
  readonly deliveries: Delivery[];
  /** First instant at which something may be due; Infinity: nothing until something changes. */
  nextMs: number;
}

/** Route and labels that alerts are told together by. */
export function groupOf(route: Route, alert: ToldAlert): string {
  const labels = route.groupBy.map((name) => [name, alert.labels[name] ?? '']);
  return `${route.key}/${canonicalJson(Object.fromEntries(labels))}`;
}

/** Key of a group's route, and the labels of the group. */
export function readGroup(group: string): { routeKey: string; labels: Record<string, string> } {
  const slash = group.indexOf('/');
  // Written by groupOf, so its form is known.
  const labels = JSON.parse(group.slice(slash + 1)) as Record<string, string>;
  return { routeKey: group.slice(0, slash), labels };
}

/** Whether nothing changed that has to be remembered: values and texts are told as they are. */
function isLasting(before: ToldAlert, now: ToldAlert): boolean {
  const names = Object.keys(now.labels);
  return (
    before.status === now.status &&
    before.severity === now.severity &&
    before.startedMs === now.startedMs &&
    before.resolvedMs === now.resolvedMs &&
    before.reason === now.reason &&
    before.isAcknowledged === now.isAcknowledged &&
    before.snoozedUntilMs === now.snoozedUntilMs &&
    before.flappingSinceMs === now.flappingSinceMs &&
    before.owner === now.owner &&
    before.runbookUrl === now.runbookUrl &&
    names.length === Object.keys(before.labels).length &&
    names.every((name) => before.labels[name] === now.labels[name])
  );
}

/** Who closes an episode may have forgotten that it was taken; it stays so until its end. */
function keepTaken(alert: ToldAlert, known: EpisodeNotes | undefined): ToldAlert {
  if (alert.resolvedMs === null || !known) return alert;
  return {
    ...alert,
    isAcknowledged: alert.isAcknowledged || known.alert.isAcknowledged,
    snoozedUntilMs: alert.snoozedUntilMs ?? known.alert.snoozedUntilMs,
  };
}

function openEpisode(
  listed: ToldAlert,
  known: EpisodeNotes | undefined,
  sequence: number,
  people: People,
): BoardEpisode {
  const alert = keepTaken(listed, known);
  const fresh: EpisodeNotes = { alert, told: {}, silencedBy: null, released: null, sequence };
  const notes = known ?? fresh;
  return {
    id: alert.id,
    alert,
    notes: isLasting(notes.alert, alert) ? notes : { ...notes, alert },
    isUnseen: known === undefined,
    routes: routesOf(people.routes, alert.labels).map((route) => ({
      route,
      group: groupOf(route, alert),
    })),
    silences: people.silences.filter(({ isMeant }) => isMeant(alert.labels)),
  };
}

/** Whether an episode that the state does not know is to be told of at all. */
function isNews(alert: ToldAlert, notes: AlertNotes, plannedMs: number | null, nowMs: number) {
  if (alert.resolvedMs === null) return true;
  // At the very first planning what is over is history.
  if (plannedMs === null || alert.resolvedMs <= nowMs - REMEMBER_MS) return false;
  return alert.episode > notes.closedEpisode;
}

/** Sets up the working copy. */
export function openBoard(
  state: NotificationState,
  listed: readonly ToldAlert[],
  people: People,
  nowMs: number,
): Board {
  const byId = new Map<string, Map<number, ToldAlert>>();
  for (const alert of listed) {
    const episodes = byId.get(alert.id) ?? new Map<number, ToldAlert>();
    byId.set(alert.id, episodes.set(alert.episode, alert));
  }
  const ids = [...new Set([...Object.keys(state.alerts), ...byId.keys()])].sort();
  const alerts = ids.map((id): BoardAlert => {
    const notes = state.alerts[id] ?? EMPTY_NOTES;
    const now = new Map(byId.get(id));
    for (const { alert } of Object.values(notes.episodes)) {
      if (!now.has(alert.episode)) now.set(alert.episode, asGone(alert, nowMs));
    }
    const history = [...now.values()].sort((a, b) => a.episode - b.episode);
    const episodes = history.flatMap((alert) => {
      const known = notes.episodes[alert.episode];
      if (!known && !isNews(alert, notes, state.plannedMs, nowMs)) return [];
      const isAgain = alert.episode === notes.closedEpisode;
      return [openEpisode(alert, known, isAgain ? notes.closedSequence : 0, people)];
    });
    return { id, notes, isListed: byId.has(id), history, episodes };
  });
  const channels = new Map(Object.entries(state.channels));
  return { people, alerts, channels, deliveries: [], nextMs: Infinity };
}

/** An episode that its source no longer knows can only be over. */
function asGone(alert: ToldAlert, nowMs: number): ToldAlert {
  if (alert.resolvedMs !== null) return alert;
  return { ...alert, status: 'resolved', resolvedMs: nowMs, reason: 'gone' };
}

function notesOf(alert: BoardAlert): AlertNotes {
  const kept = withoutOldFlaps(alert);
  const before = kept.episodes;
  const isSame =
    Object.keys(before).length === alert.episodes.length &&
    alert.episodes.every(({ notes, alert: { episode } }) => before[episode] === notes);
  if (isSame) return kept;
  const episodes: Record<string, EpisodeNotes> = {};
  for (const { notes } of alert.episodes) episodes[notes.alert.episode] = notes;
  return { ...kept, episodes };
}

/** Forgets who was told that it flaps where it no longer does, or does so anew. */
function withoutOldFlaps({ notes, history }: BoardAlert): AlertNotes {
  const sinceMs = history.at(-1)?.flappingSinceMs ?? null;
  const told = Object.entries(notes.flapToldMs);
  const kept = told.filter(([, toldMs]) => toldMs === sinceMs);
  return kept.length === told.length ? notes : { ...notes, flapToldMs: Object.fromEntries(kept) };
}

/** The state after planning. */
export function closeBoard(board: Board, nowMs: number): NotificationState {
  const alerts: Record<string, AlertNotes> = {};
  const groups = new Set<string>();
  for (const alert of board.alerts) {
    for (const { notes, routes } of alert.episodes) {
      for (const { group } of [...routes, ...Object.values(notes.told)]) groups.add(group);
    }
    const isOver = alert.episodes.length === 0 && !alert.isListed;
    if (isOver && alert.notes.closedMs + REMEMBER_MS <= nowMs) continue;
    const notes = notesOf(alert);
    // An alert with no episode that ever mattered leaves no trace.
    if (notes !== EMPTY_NOTES) alerts[alert.id] = notes;
  }
  return { plannedMs: nowMs, alerts, channels: keptChannels(board, groups, nowMs) };
}

function keptChannels(board: Board, groups: ReadonlySet<string>, nowMs: number) {
  const { routes } = board.people;
  // Of routes that are the same, alerts take the first.
  const intervals = new Map(routes.toReversed().map((route) => [route.key, route.groupIntervalMs]));
  const kept: Record<string, number> = {};
  for (const [channel, toldMs] of board.channels) {
    const group = channel.slice(0, channel.lastIndexOf('>'));
    const intervalMs = intervals.get(readGroup(group).routeKey) ?? 0;
    if (groups.has(group) || toldMs + intervalMs > nowMs) kept[channel] = toldMs;
  }
  return kept;
}
