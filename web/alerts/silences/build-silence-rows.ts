import { formatPlural } from '../../format/number.ts';
import {
  formatAgo,
  formatAhead,
  formatInstant,
  formatMoment,
  instantMs,
} from '../../format/time.ts';
import { tellActor } from '../../policies/tell-actor.ts';
import type { AlertItem } from '../../api/alert-queries.ts';
import type { SilenceItem } from '../../api/silence-queries.ts';
import { alertsMeant } from './silenced-alerts.ts';
import { tellMatchers } from './tell-matchers.ts';

/** One silence, ready to draw. */
export interface SilenceRow {
  readonly id: string;
  readonly state: 'active' | 'coming' | 'over';
  readonly stateWord: string;
  readonly matches: string;
  readonly reason: string;
  readonly author: string;
  /** Since and until when. */
  readonly time: string;
  readonly timeExplanation: string;
  /** Open alerts that it matches, by name; null while those are not known. */
  readonly held: readonly string[] | null;
  readonly holds: string;
}

const ORDER = { active: 0, coming: 1, over: 2 } as const;
const WORDS = { active: 'Holds back now', coming: 'Not yet', over: 'Over' } as const;

function stateOf(startsMs: number, endsMs: number, nowMs: number): SilenceRow['state'] {
  if (nowMs >= endsMs) return 'over';
  return nowMs < startsMs ? 'coming' : 'active';
}

function tellTime(state: SilenceRow['state'], startsMs: number, endsMs: number, nowMs: number) {
  if (state === 'over') return `ended ${formatAgo(endsMs, nowMs)}`;
  if (state === 'coming') {
    return `from ${formatMoment(startsMs, nowMs)} until ${formatMoment(endsMs, nowMs)}`;
  }
  return `since ${formatMoment(startsMs, nowMs)} until ${formatMoment(endsMs, nowMs)}, over ${formatAhead(endsMs, nowMs)}`;
}

function tellHolds(state: SilenceRow['state'], held: number | null): string {
  if (state === 'over' || held === null) return '';
  if (held === 0) return 'No open alert matches';
  return state === 'active'
    ? `Holds back ${formatPlural(held, 'alert')} now`
    : `Would hold back ${formatPlural(held, 'alert')}`;
}

/** The title of an alert with what it is of. */
export const nameOf = ({ title, workload, by }: Pick<AlertItem, 'title' | 'workload' | 'by'>) =>
  `${title} on ${workload}${by === null ? '' : `, ${by.dimension} ${by.value}`}`;

/**
 * The silences, those that hold first, of those the next to end first.
 * @param open alerts that are open; null while they are not known
 */
export function buildSilenceRows(
  silences: readonly SilenceItem[],
  open: readonly AlertItem[] | null,
  nowMs: number,
): readonly SilenceRow[] {
  const rows = silences.map((silence) => {
    const [startsMs, endsMs] = [instantMs(silence.starts_at), instantMs(silence.ends_at)];
    const state = stateOf(startsMs, endsMs, nowMs);
    const meant = open === null ? null : alertsMeant(silence.matchers, open);
    const row: SilenceRow = {
      id: silence.id,
      state,
      stateWord: WORDS[state],
      matches: tellMatchers(silence.matchers),
      reason: silence.reason,
      author: tellActor(silence.author),
      time: tellTime(state, startsMs, endsMs, nowMs),
      timeExplanation: `From\t${formatInstant(startsMs)}\nUntil\t${formatInstant(endsMs)}`,
      held: state === 'over' ? [] : (meant?.map(nameOf) ?? null),
      holds: tellHolds(state, meant?.length ?? null),
    };
    return { row, endsMs };
  });
  return rows
    .toSorted((a, b) => {
      const byState = ORDER[a.row.state] - ORDER[b.row.state];
      const byEnd = a.row.state === 'over' ? b.endsMs - a.endsMs : a.endsMs - b.endsMs;
      return byState || byEnd || (a.row.id < b.row.id ? -1 : 1);
    })
    .map(({ row }) => row);
}
