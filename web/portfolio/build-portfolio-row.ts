import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import {
  formatCount,
  formatPlural,
  formatUsd,
  formatUsdExact,
  NOTHING,
  THIN,
} from '../format/number.ts';
import {
  daysUntil,
  formatAhead,
  formatCalendarDay,
  formatDay,
  formatInstant,
  formatSpan,
  instantMs,
} from '../format/time.ts';
import { formatBounds, formatSignal } from '../format/unit.ts';
import type { AxisReading } from '../parts/axis-marks.tsx';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';

/** A figure as it stands in a cell, with what is told on hover. */
export interface Figure {
  readonly text: string;
  /** A second, quieter line. */
  readonly aside: string;
  readonly explanation: string;
  readonly isMissing: boolean;
}

export interface PortfolioRow {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Stage, where it is not the usual one. */
  readonly stage: string | null;
  readonly verdict: Verdict;
  readonly since: Figure;
  readonly pending: {
    readonly verdict: Verdict;
    readonly when: string;
    readonly explanation: string;
  } | null;
  readonly axes: readonly AxisReading[];
  readonly value: Figure;
  readonly cost: Figure;
  readonly roi: Figure;
  readonly exposure: Figure;
  readonly due: Figure & { readonly isOverdue: boolean; readonly isAwaiting: boolean };
  readonly alerts: Figure & { readonly isFiring: boolean };
}

const ROI = { signal: 'roi', unit: 'ratio' } as const;

const known = (text: string, explanation: string, aside = ''): Figure => ({
  text,
  aside,
  explanation,
  isMissing: false,
});
const missing = (explanation: string, aside = ''): Figure => ({
  text: NOTHING,
  aside,
  explanation,
  isMissing: true,
});

function explainMoney(name: string, amount: number, runs: number): string {
  return [
    `${name}\t${formatUsdExact(amount)}`,
    'Unit\tUSD, total',
    'Window\tthe 30 days before',
    `Runs\t${formatCount(runs)}`,
  ].join('\n');
}

function buildValue({ value_usd_month: amount, runs_month: runs }: PortfolioItem): Figure {
  if (amount === null) {
    return missing('Value is not known: no run says what it was worth, and no business case does.');
  }
  return known(formatUsd(amount), explainMoney('Value', amount, runs));
}

function buildCost(item: PortfolioItem): Figure {
  const { cost_usd_month: amount, runs_month: runs, unpriced_runs_month: unpriced } = item;
  if (amount === null) return missing('Cost is not known: no run has a price or a stated cost.');
  const text = explainMoney('Full cost', amount, runs);
  if (unpriced === 0) return known(formatUsd(amount), text);
  return known(
    formatUsd(amount),
    `${text}\nLeft out\t${formatPlural(unpriced, 'run')} without a price`,
    `${formatCount(unpriced)} unpriced`,
  );
}

function buildRoi({ roi, roi_interval: { low, high, n, state } }: PortfolioItem): Figure {
  if (roi === null) {
    const { word, meaning } = MISSING_WORDS[state === 'ok' ? 'too_few' : state];
    return missing(`ROI is not known\n${meaning}\nSamples\t${formatCount(n)}`, word);
  }
  const bounds = formatBounds(low, high, ROI, roi);
  return known(
    formatSignal(roi, ROI),
    [
      `Return\t${formatSignal(roi, ROI)}`,
      `Interval\t${bounds === '' ? 'none stated' : bounds}`,
      'Unit\tdollars of value per dollar of full cost',
      'Window\tthe 30 days before',
      `Samples\t${formatCount(n)}`,
    ].join('\n'),
    bounds,
  );
}

function buildDue(item: PortfolioItem, nowMs: number): PortfolioRow['due'] {
  const isAwaiting = item.awaiting !== null;
  if (item.decision_due === null) {
    const nobody = missing('Nobody has set a date for the next decision.');
    return { ...nobody, isOverdue: item.overdue, isAwaiting };
  }
  const days = daysUntil(item.decision_due, nowMs);
  const day = formatCalendarDay(item.decision_due, nowMs);
  if (item.overdue || days < 0) {
    const aside = days < 0 ? `overdue ${formatSpan(-days * 86_400_000)}` : 'overdue';
    return {
      ...known(day, 'The decision is overdue: the verdict is capped at hold.', aside),
      isOverdue: true,
      isAwaiting,
    };
  }
  const aside = days === 0 ? 'today' : days <= 30 ? `in ${days}${THIN}d` : '';
  const due = known(day, `The next decision is due on ${day}.`, aside);
  return { ...due, isOverdue: false, isAwaiting };
}

function buildAlerts(alerts: number | null): PortfolioRow['alerts'] {
  if (alerts === null) return { ...missing('No alert rules are evaluated yet.'), isFiring: false };
  return {
    ...known(formatCount(alerts), `${formatCount(alerts)} firing now`),
    isFiring: alerts > 0,
  };
}

function buildPending(item: PortfolioItem, nowMs: number): PortfolioRow['pending'] {
  const { pending } = item;
  if (pending === null) return null;
  const untilMs = instantMs(pending.until);
  return {
    verdict: pending.verdict,
    when: formatAhead(untilMs, nowMs),
    explanation: [
      `Proposed\t${VERDICT_LOOK[pending.verdict].word}, since ${formatInstant(instantMs(pending.since))}`,
      `Published\t${formatInstant(untilMs)}, if it is proposed until then`,
    ].join('\n'),
  };
}

function buildSince(item: PortfolioItem, nowMs: number): Figure {
  if (item.since === null) return missing('No verdict has been published yet: hold until then.');
  const sinceMs = instantMs(item.since);
  return known(`since ${formatDay(sinceMs, nowMs)}`, `Published ${formatInstant(sinceMs)}`);
}

/** Modes that are no share of anything are told by their name. */
function buildExposure({ exposure, mode }: PortfolioItem): Figure {
  const aside = mode === null || mode.held === null ? '' : mode.mode === 'off' ? 'paused' : 'held';
  const why = mode?.held == null ? '' : `\nHeld\t${mode.held}`;
  if (exposure !== null) {
    const text = `${formatCount(exposure)}${THIN}%`;
    return known(text, `Share of traffic the workload is exposed to${why}`, aside);
  }
  if (mode === null || mode.mode === 'live' || mode.mode === 'limited') {
    return missing('Nobody has said what share of traffic it gets.');
  }
  return known(mode.mode, `Rollout mode, for all of its traffic${why}`, aside);
}

/** One workload as the portfolio shows it. */
export function buildPortfolioRow(item: PortfolioItem, nowMs: number): PortfolioRow {
  return {
    id: item.workload,
    title: item.title,
    sentence: item.sentence,
    stage: item.stage === 'production' ? null : item.stage,
    verdict: item.verdict,
    since: buildSince(item, nowMs),
    pending: buildPending(item, nowMs),
    axes: item.axes,
    value: buildValue(item),
    cost: buildCost(item),
    roi: buildRoi(item),
    exposure: buildExposure(item),
    due: buildDue(item, nowMs),
    alerts: buildAlerts(item.alerts),
  };
}
