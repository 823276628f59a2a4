import type { Backtest, BacktestItem } from '../../decisions/backtest/backtest.ts';
import type { VerdictChange } from '../../decisions/assessment/assessment.ts';
import { DAY_MS } from '../../core/time.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatDay, instantMs } from '../format/time.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import {
  buildVerdictStrip,
  type StripSpan,
  type VerdictStretch,
} from '../workload/build-verdict-strip.ts';

/** One workload of a backtest, ready to draw. */
export interface BacktestRow {
  readonly workload: string;
  readonly title: string;
  /** What is different, in one sentence. */
  readonly words: string;
  readonly before: readonly VerdictStretch[];
  readonly after: readonly VerdictStretch[];
}

/** A backtest, ready to draw. */
export interface BacktestView {
  readonly headline: string;
  readonly details: readonly string[];
  /** Workloads with another verdict at any time. */
  readonly rows: readonly BacktestRow[];
  /** Titles of those whose verdict stays the same all the time. */
  readonly same: readonly string[];
}

const oneDecimal = (value: number): string => String(Math.round(value * 10) / 10);

function lastWords(item: BacktestItem, nowMs: number): string {
  const { before, after } = item.verdict;
  const latest = item.differences.at(-1);
  if (before !== after) {
    const since = latest === undefined ? '' : ` since ${formatDay(instantMs(latest.from), nowMs)}`;
    return `${VERDICT_LOOK[after].word} instead of ${VERDICT_LOOK[before].word}${since}`;
  }
  const days = item.differences.reduce(
    (sum, { from, to }) => sum + (instantMs(to) - instantMs(from)) / DAY_MS,
    0,
  );
  const length = formatPlural(Math.max(1, Math.round(days)), 'day');
  const spans = item.differences.length;
  const when = spans === 1 ? `for ${length}` : `${formatCount(spans)} times, for ${length} in all`;
  return `Different ${when}; the same today`;
}

function leadWords(days: number | null): string[] {
  if (days === null || Math.abs(days) < 0.05) return [];
  const size = oneDecimal(Math.abs(days));
  return [
    `Where both end the same, it gets there ${size} ${size === '1' ? 'day' : 'days'} ${days > 0 ? 'earlier' : 'later'}.`,
  ];
}

function rowOf(item: BacktestItem, span: StripSpan): BacktestRow {
  const strip = (changes: readonly VerdictChange[], verdict: BacktestItem['verdict']['before']) =>
    buildVerdictStrip(changes, verdict, span, span.toMs);
  return {
    workload: item.workload,
    title: item.title,
    words: lastWords(item, span.toMs),
    before: strip(item.changes.before, item.verdict.before),
    after: strip(item.changes.after, item.verdict.after),
  };
}

/** What a policy would have decided, in words and as strips over the time asked about. */
export function buildBacktestView(answer: Backtest): BacktestView {
  const { summary, items } = answer;
  const span = { fromMs: instantMs(answer.from), toMs: instantMs(answer.to) };
  const days = Math.round((span.toMs - span.fromMs) / DAY_MS);
  const changed = items.filter(({ differences }) => differences.length > 0);
  const of = formatPlural(summary.workloads, 'workload');
  const time = `over the last ${formatPlural(days, 'day')}`;
  const { before, after } = summary.flips_per_quarter;
  return {
    headline:
      summary.workloads === 0
        ? 'No workload follows this policy, so nothing would have been decided otherwise.'
        : changed.length === 0
          ? `The same verdicts for all of ${of} ${time}.`
          : `Another verdict for ${changed.length} of ${of} ${time}.`,
    details:
      changed.length === 0
        ? []
        : [
            ...leadWords(summary.lead_days),
            `Changes of a settled verdict a quarter: ${oneDecimal(before)} now, ${oneDecimal(after)} then.`,
          ],
    rows: changed.map((item) => rowOf(item, span)),
    same: items.filter(({ differences }) => differences.length === 0).map(({ title }) => title),
  };
}
