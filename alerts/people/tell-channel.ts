import { MINUTE_MS } from '../../core/time.ts';
import { isLeftOut, type FlapChange } from './hold-back.ts';
import { readGroup, type Board, type BoardEpisode } from './notice-board.ts';
import { MAX_NOTICES, MAX_PAGES, packNotices, type Notice, type NoticeEvent } from './notice.ts';
import { channelKey, type Channel, type Look, type Proposal } from './propose-notices.ts';
import type { ToldAlert } from './told-alert.ts';

/** Which of a channel's proposals are due; asks for another look where some are not. */
function pickDue(channel: Channel, changedMs: number, look: Look): Proposal[] {
  const intervalMs = channel.route?.groupIntervalMs ?? 0;
  const of = (pace: Proposal['pace']) => channel.proposals.filter((one) => one.pace === pace);
  const [changes, repeats] = [of('change'), of('repeat')];
  const firstOf = (proposals: readonly Proposal[]) =>
    Math.min(...proposals.map(({ dueMs }) => dueMs));

  const due = of('prompt').filter(({ dueMs }) => dueMs <= look.atMs);
  for (const { dueMs } of of('prompt')) look.again(dueMs);
  if (changes.length > 0) {
    const atMs = Math.max(changedMs + intervalMs, firstOf(changes));
    if (atMs <= look.atMs) due.push(...changes);
    else look.again(atMs);
  }
  if (repeats.length > 0) {
    const atMs = firstOf(repeats);
    if (atMs > look.atMs) look.again(atMs);
    // Those due within the interval come along: one message rather than several in a row.
    else due.push(...repeats.filter(({ dueMs }) => dueMs <= look.atMs + intervalMs));
  }
  return due;
}

/** The alert as it was when the notice was due: an episode that has since ended still fired then. */
function alertThen({ alert }: BoardEpisode, event: NoticeEvent): ToldAlert {
  if (event === 'resolve' || alert.resolvedMs === null) return alert;
  return { ...alert, status: 'firing', resolvedMs: null, reason: null };
}

function noteOf({ episode, event, flap }: Proposal, channel: Channel, atMs: number): string | null {
  const notes: string[] = [];
  const lastMs = episode.notes.told[channel.receiver]?.lastMs ?? -Infinity;
  const { released } = episode.notes;
  if (event === 'escalate') {
    const firstMs = episode.notes.told[channel.route?.receiver ?? '']?.firstMs ?? atMs;
    notes.push(`Nobody has acknowledged it for ${Math.round((atMs - firstMs) / MINUTE_MS)} min.`);
  }
  if (event !== 'acknowledge' && released !== null && released.endedMs > lastMs) {
    const isEnd = event === 'resolve' && (episode.alert.resolvedMs ?? Infinity) <= released.endedMs;
    const what = isEnd ? 'Resolved during a silence' : 'A silence has ended';
    notes.push(`${what} (by ${released.author}: ${released.reason}).`);
  }
  const snoozedUntilMs = episode.alert.snoozedUntilMs ?? -Infinity;
  if (event === 'repeat' && snoozedUntilMs > lastMs) notes.push('The snooze has ended.');
  if (isFlapNotice(flap)) {
    notes.push('It keeps changing: nothing more until it has been stable for 30 min.');
  }
  return notes.length > 0 ? notes.join(' ') : null;
}

/** Whether nothing is left to tell of a proposal, because of what was told since it was made. */
function isTold(
  { alert, episode, event, flap }: Proposal,
  channel: Channel,
  atMs: number,
): boolean {
  const { receiver } = channel;
  if (flap !== null && isLeftOut(alert, flap, channel)) return true;
  const told = episode.notes.told[receiver];
  if (event === 'fire' || event === 'escalate') return told !== undefined;
  return told === undefined || (event === 'repeat' && told.lastMs >= atMs);
}

/** Whether what is told is the one notice of an alert that flaps, not a change from before that was late. */
function isFlapNotice(flap: FlapChange | null): flap is FlapChange {
  return flap !== null && flap.changeMs >= flap.sinceMs;
}

/** Notes that a receiver is given the one notice of an alert that flaps. */
function markFlap({ alert, flap }: Proposal, receiver: string): void {
  if (!isFlapNotice(flap)) return;
  const flapToldMs = { ...alert.notes.flapToldMs, [receiver]: flap.sinceMs };
  alert.notes = { ...alert.notes, flapToldMs };
}

function markTold({ episode, event }: Proposal, { receiver, group }: Channel, atMs: number): void {
  const { [receiver]: before, ...others } = episode.notes.told;
  const first = { group, firstMs: atMs, lastMs: atMs, isAcknowledgeTold: false };
  const isAcknowledgeTold = event === 'acknowledge' || (before?.isAcknowledgeTold ?? false);
  // An acknowledgement is not a telling: the repeat's clock goes on from the last one.
  const lastMs = event === 'acknowledge' ? (before?.lastMs ?? atMs) : atMs;
  const now = before ? { ...before, lastMs, isAcknowledgeTold } : first;
  const told = event === 'resolve' ? others : { ...others, [receiver]: now };
  episode.notes = { ...episode.notes, told, sequence: episode.notes.sequence + 1 };
}

/** Tells what is due in a channel and notes that it is told. */
export function tellChannel(board: Board, channel: Channel, look: Look): void {
  const key = channelKey(channel);
  const notices: Notice[] = [];
  for (const proposal of pickDue(channel, board.channels.get(key) ?? -Infinity, look)) {
    const { episode, event, pace } = proposal;
    if (isTold(proposal, channel, look.atMs)) continue;
    markFlap(proposal, channel.receiver);
    const note = noteOf(proposal, channel, look.atMs);
    markTold(proposal, channel, look.atMs);
    const { sequence } = episode.notes;
    notices.push({ event, sequence, note, alert: alertThen(episode, event) });
    if (pace === 'change') board.channels.set(key, look.atMs);
  }
  if (notices.length === 0) return;
  const { labels } = readGroup(channel.group);
  const most = board.people.pagers.has(channel.receiver) ? MAX_PAGES : MAX_NOTICES;
  const delivery = { receiver: channel.receiver, groupLabels: labels, plannedMs: look.atMs };
  board.deliveries.push(...packNotices(delivery, notices, most));
}
