import type { AlertTelling } from '../api/alert-queries.ts';
import { formatAhead, formatClock, formatMoment, instantMs } from '../format/time.ts';

/** One time that somebody was told of an alert, or was to be. */
export interface ToldLine {
  readonly atMs: number;
  readonly words: string;
  /** What went wrong; empty where nothing did. */
  readonly trouble: string;
}

/** Who was told of an alert, and who is next. */
export interface TellingView {
  /** The latest first. */
  readonly told: readonly ToldLine[];
  /** Who is next if nobody does anything, or why nobody is; null once that does not matter. */
  readonly next: string | null;
  /** Whether nothing leads from this alert to anybody. */
  readonly isUnheard: boolean;
}

type Told = AlertTelling['told'][number];

const EVENTS: Readonly<Record<Told['event'], (receiver: string) => string>> = {
  fire: (receiver) => `${receiver} was told`,
  repeat: (receiver) => `${receiver} was told again`,
  escalate: (receiver) => `Escalated to ${receiver}`,
  acknowledge: (receiver) => `${receiver} was told that it is taken`,
  resolve: (receiver) => `${receiver} was told that it is over`,
};
const WAITING: Readonly<Record<Told['event'], (receiver: string) => string>> = {
  fire: (receiver) => `${receiver} is being told`,
  repeat: (receiver) => `${receiver} is being told again`,
  escalate: (receiver) => `Being escalated to ${receiver}`,
  acknowledge: (receiver) => `${receiver} is being told that it is taken`,
  resolve: (receiver) => `${receiver} is being told that it is over`,
};

function toldLine({ receiver, event, at, outcome, reason }: Told): ToldLine {
  const atMs = instantMs(at);
  const why = reason === null ? '' : `: ${reason}`;
  if (outcome === 'sent') return { atMs, words: EVENTS[event](receiver), trouble: '' };
  if (outcome === 'waiting') {
    const trouble = reason === null ? '' : `Not taken so far${why}. It is tried again.`;
    return { atMs, words: WAITING[event](receiver), trouble };
  }
  return {
    atMs,
    words: `${receiver} was not reached`,
    trouble: `Given up after a day of attempts${why}`,
  };
}

function tellHeld({ by, until, reason }: NonNullable<AlertTelling['held']>, nowMs: number): string {
  const end = until === null ? '' : ` until ${formatMoment(instantMs(until), nowMs)}`;
  switch (by) {
    case 'acknowledged':
      return 'Nobody: somebody has it in hand.';
    case 'snoozed':
      return `Nobody${end}: it is snoozed.`;
    case 'silenced':
      return `Nobody${end}: it is silenced${reason === null ? '' : ` (${reason})`}.`;
    case 'flapping':
      return 'Nobody until it has been stable for 30 minutes: it keeps changing.';
    case 'muted':
      return 'Nobody at this hour: its route is quiet now.';
  }
}

function tellNext({ receiver, event, at }: NonNullable<AlertTelling['next']>, nowMs: number) {
  const atMs = instantMs(at);
  const when =
    atMs - nowMs < 60_000
      ? 'within a minute'
      : `at ${formatClock(atMs)}, ${formatAhead(atMs, nowMs)}`;
  if (event === 'escalate') return `${receiver} ${when}, unless somebody acknowledges it.`;
  return `${receiver}${event === 'repeat' ? ' again' : ''} ${when}.`;
}

/**
 * Who was told of an alert, in words.
 * @param isOver whether it has ended, so that nobody is next
 */
export function buildTelling(
  { told, next, held }: AlertTelling,
  isOver: boolean,
  nowMs: number,
): TellingView {
  const lines = told.map(toldLine).toReversed();
  if (isOver) return { told: lines, next: null, isUnheard: false };
  if (held !== null) return { told: lines, next: tellHeld(held, nowMs), isUnheard: false };
  if (next !== null) return { told: lines, next: tellNext(next, nowMs), isUnheard: false };
  return { told: lines, next: null, isUnheard: true };
}
