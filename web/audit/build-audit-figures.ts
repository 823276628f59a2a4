import { weekName } from '../../core/audit.ts';
import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import type { SignalItem } from '../../signals/series.ts';
import type { AuditAnswer } from '../api/audit-queries.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import { formatCount, formatPlural, NOTHING, THIN } from '../format/number.ts';
import { formatCalendarDay } from '../format/time.ts';
import { formatBounds, formatLimit, formatSignal, unitWords } from '../format/unit.ts';
import type { IntervalReading } from '../parts/build-interval-bar.ts';
import { toneOf, type Tone } from '../parts/status-mark.tsx';
import { percentText } from './read-settings-form.ts';

/** How far the audit is, in words and as a share of the capacity. */
export interface AuditFigures {
  readonly headline: string;
  readonly note: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly weeks: readonly { readonly name: string; readonly words: string }[];
}

type Progress = NonNullable<AuditAnswer['progress']>;

const wordsOf = ({ drawn, kept, reviewed }: Progress): string =>
  drawn === 0
    ? 'no run drawn'
    : `${formatCount(reviewed)} reviewed, ${formatCount(Math.max(0, kept - reviewed))} to review, ${formatCount(drawn)} drawn`;

/**
 * The progress to its capacity of the newest week that has anything to review, and of the others.
 * @returns null where nothing is audited
 */
export function buildAuditFigures(
  { weeks, settings }: Pick<AuditAnswer, 'weeks' | 'settings'>,
  nowMs: number,
): AuditFigures | null {
  const shown = weeks.find(({ drawn }) => drawn > 0) ?? weeks[0];
  if (shown === undefined || settings === null) return null;
  const { week, drawn, kept, reviewed, capacity } = shown;
  const cut =
    drawn > kept
      ? ` ${formatPlural(drawn - kept, 'run')} more than there is time for by now: of each day the lowest hashes are kept, which is still a random sample.`
      : '';
  const name = (monday: string): string =>
    monday === weekName(nowMs) ? 'this week' : `week of ${formatCalendarDay(monday, nowMs)}`;
  return {
    headline: `${formatCount(reviewed)} of ${formatCount(capacity)} reviewed, ${name(week)}`,
    note: `${formatPlural(drawn, 'run')} drawn at ${percentText(settings.share)}${THIN}%.${cut}`,
    percent: Math.min(100, (reviewed / capacity) * 100),
    weeks: weeks
      .filter((one) => one !== shown)
      .map((one) => ({ name: name(one.week), words: wordsOf(one) })),
  };
}

/** The audited error rate as it is shown. */
export interface AuditedRate {
  readonly value: string;
  readonly bounds: string;
  readonly note: string;
  readonly explanation: string;
  readonly reading: IntervalReading | null;
  readonly tone: Tone;
}

/**
 * The audited error rate with its interval.
 * @param item over the window that is shown; null: not answered
 * @param assessed the same signal in the assessment, for its limit; null: the policy does not know it
 * @param window in words, e.g. "28 days"
 */
export function buildAuditedRate(
  item: SignalItem | null,
  assessed: AssessedSignal | null,
  window: string,
): AuditedRate {
  if (item === null || item.value === null) {
    const state = item === null || item.state === 'ok' ? 'not_instrumented' : item.state;
    return {
      value: NOTHING,
      bounds: '',
      note:
        state === 'too_few' && item !== null
          ? `${formatPlural(item.n, 'random review')} in ${window}: too few to tell.`
          : 'Known from the first random reviews on.',
      explanation: MISSING_WORDS[state].meaning,
      reading: null,
      tone: 'missing',
    };
  }
  const limit = assessed?.limit ?? null;
  const bounds = formatBounds(item.low, item.high, item, item.value);
  const rule = limit === null ? 'no limit' : `limit ${formatLimit(limit, item.better, item)}`;
  return {
    value: formatSignal(item.value, item),
    bounds,
    note: `${formatPlural(item.n, 'random review')} in ${window}, ${rule}`,
    explanation: [
      `Interval\t${bounds === '' ? 'none stated' : bounds}`,
      `Unit\t${unitWords(item)}`,
      `Window\t${window}`,
      `Samples\t${formatCount(item.n)}`,
      `Method\t${item.method}`,
    ].join('\n'),
    reading: { ...item, limit },
    tone: assessed === null ? 'missing' : toneOf(assessed.status, assessed.state),
  };
}

/**
 * What a share will draw, against the time there is for it.
 * @param runsAWeek null: not known
 * @example tellDraw(0.02, 40, 1000) // 'About 20 runs a week: 40 reviews are enough for all of them.'
 */
export function tellDraw(share: number, capacity: number, runsAWeek: number | null): string | null {
  if (runsAWeek === null || runsAWeek === 0) return null;
  const drawn = Math.round(share * runsAWeek);
  const about = `About ${formatPlural(drawn, 'run')} a week`;
  return drawn <= capacity
    ? `${about}: ${formatPlural(capacity, 'review')} are enough for all of them.`
    : `${about}: ${formatPlural(capacity, 'review')} are kept, the lowest hashes of each day.`;
}
