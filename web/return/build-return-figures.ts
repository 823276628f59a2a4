import type { Payback, ReturnOverTime } from '../../signals/return.ts';
import type { SignalItem } from '../../signals/series.ts';
import { DAY_MS } from '../../core/time.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import { formatCount, formatShare, formatUsd, formatUsdExact, NOTHING } from '../format/number.ts';
import { formatDay, formatInstant, formatSpan, instantMs } from '../format/time.ts';
import { formatBounds, formatSignal, unitWords } from '../format/unit.ts';
import { PAYBACK_UNKNOWN } from './build-payback-line.ts';
import type { KnownSum, ReturnTotals } from './build-return-totals.ts';

/** One figure at the top of the return. */
export interface ReturnFigure {
  readonly id: 'roi' | 'value' | 'cost' | 'net' | 'payback' | 'month';
  readonly name: string;
  readonly figure: string;
  readonly aside: string;
  readonly explanation: string;
  /** `missing` is known to be so; `waiting` is not known yet. */
  readonly state: 'known' | 'missing' | 'waiting';
}

interface FigureInput {
  readonly answer: ReturnOverTime;
  readonly totals: ReturnTotals;
  /** Return on cost over the same span; null while it is not answered. */
  readonly roi: SignalItem | null;
  /** The span in words, e.g. "90 days". */
  readonly span: string;
  readonly nowMs: number;
}

/** The return in six figures. What is missing says why. */
export function buildReturnFigures(input: FigureInput): readonly ReturnFigure[] {
  const { answer, totals, roi, span, nowMs } = input;
  return [
    roiFigure(roi, span),
    moneyFigure('value', 'Value', totals.value, totals.days, span, [
      `Runs\t${formatCount(totals.runs)}, ${formatCount(totals.valuedRuns)} of them with a value`,
    ]),
    moneyFigure('cost', 'Full cost', totals.cost, totals.days, span, [
      `Runs\t${formatCount(totals.runs)}, ${formatCount(totals.unpricedRuns)} of them without a price, left out`,
    ]),
    moneyFigure('net', 'Value less cost', totals.net, totals.days, span, []),
    paybackFigure(answer.payback, nowMs),
    monthFigure(answer, nowMs),
  ];
}

function roiFigure(roi: SignalItem | null, span: string): ReturnFigure {
  const same = { id: 'roi', name: 'Return on cost' } as const;
  if (roi === null) {
    return { ...same, figure: '…', aside: 'loading', explanation: 'Loading', state: 'waiting' };
  }
  if (roi.value === null) {
    const { word, meaning } = MISSING_WORDS[roi.state === 'ok' ? 'too_few' : roi.state];
    return {
      ...same,
      figure: NOTHING,
      aside: word.toLowerCase(),
      explanation: roi.reason ?? meaning,
      state: 'missing',
    };
  }
  const bounds = formatBounds(roi.low, roi.high, roi, roi.value);
  return {
    ...same,
    figure: formatSignal(roi.value, roi),
    aside: bounds === '' ? 'no interval' : bounds,
    explanation: [
      `Value\t${formatSignal(roi.value, roi)}`,
      `Interval\t${bounds === '' ? 'none stated' : bounds}`,
      `Unit\t${unitWords(roi)}`,
      `Window\tthe ${span} before`,
      `Samples\t${formatCount(roi.n)}, worth ${formatCount(roi.n_effective)}`,
      `Method\t${roi.method}`,
    ].join('\n'),
    state: 'known',
  };
}

function moneyFigure(
  id: 'value' | 'cost' | 'net',
  name: string,
  { usd, days }: KnownSum,
  of: number,
  span: string,
  lines: readonly string[],
): ReturnFigure {
  const coverage = days === of ? `${formatCount(days)} days` : `known on ${days} of ${of} days`;
  return {
    id,
    name,
    figure: usd === null ? NOTHING : formatUsd(usd),
    aside:
      usd === null
        ? 'not known'
        : days === of
          ? `${formatUsd(usd / Math.max(1, days))} a day`
          : coverage,
    explanation: [
      `${name}\t${usd === null ? 'not known' : formatUsdExact(usd)}`,
      'Unit\tUSD, sum',
      `Window\tthe ${span} before; ${coverage}`,
      ...lines,
    ].join('\n'),
    state: usd === null ? 'missing' : 'known',
  };
}

function paybackFigure(payback: Payback | null, nowMs: number): ReturnFigure {
  const same = { id: 'payback', name: 'Payback' } as const;
  if (payback === null) {
    return {
      ...same,
      figure: NOTHING,
      aside: 'not known',
      explanation: PAYBACK_UNKNOWN,
      state: 'missing',
    };
  }
  const sinceMs = instantMs(payback.since);
  const net = payback.value_usd - payback.cost_usd;
  const target =
    payback.target_months === null ? [] : [`Expected\twithin ${payback.target_months} months`];
  const explanation = [
    `Value so far\t${formatUsdExact(payback.value_usd)}`,
    `Cost so far\t${formatUsdExact(payback.cost_usd)}`,
    `Value less cost\t${formatUsdExact(net)}, now ${formatUsdExact(payback.net_usd_day)} a day`,
    `Window\tsince the first telemetry, ${formatInstant(sinceMs)}; the rate is the median of the last four weeks`,
    ...target,
  ].join('\n');
  if (payback.paid_back !== null) {
    const paidMs = instantMs(payback.paid_back);
    const after = paidMs - sinceMs;
    return {
      ...same,
      figure: after < DAY_MS ? 'At once' : formatSpan(after),
      aside: `paid back since ${formatDay(paidMs, nowMs)}`,
      explanation,
      state: 'known',
    };
  }
  return {
    ...same,
    figure: payback.days_left === null ? 'Never' : formatSpan(payback.days_left * DAY_MS),
    aside:
      payback.days_left === null
        ? 'not at the rate of the last weeks'
        : 'to go at the rate of the last weeks',
    explanation,
    state: 'known',
  };
}

function monthFigure({ month }: ReturnOverTime, nowMs: number): ReturnFigure {
  const { cost_usd: cost, budget_usd: budget, projected_usd: projected } = month;
  const used = cost === null || budget === null || budget === 0 ? null : cost / budget;
  return {
    id: 'month',
    name: 'This month',
    figure: cost === null ? NOTHING : formatUsd(cost),
    aside:
      budget === null
        ? 'no budget stated'
        : `${used === null ? 'unknown' : formatShare(used)} of ${formatUsd(budget)}`,
    explanation: [
      `Cost so far\t${cost === null ? 'not known' : formatUsdExact(cost)}`,
      `Budget\t${budget === null ? 'the business case states none' : formatUsdExact(budget)}`,
      `Projected\t${projected === null ? 'not known' : formatUsdExact(projected)}`,
      `Window\tthe month (UTC) from ${formatDay(instantMs(month.from), nowMs)}`,
    ].join('\n'),
    state: cost === null ? 'missing' : 'known',
  };
}
