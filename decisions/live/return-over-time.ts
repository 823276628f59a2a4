import { DAY_MS, HOUR_MS, ceilTo, floorTo, isoTime } from '../../core/time.ts';
import { roundUsd } from '../../core/money.ts';
import type { BusinessCase } from '../../core/workload.ts';
import { monthToDate } from '../../signals/economics/budget-use.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import { costsByCategory, costUsd, valueUsd } from '../../signals/economics/value-and-cost.ts';
import { valuedRuns } from '../../signals/economics/run-value.ts';
import { runsOfOutcome } from '../../signals/economics/successes.ts';
import type { BudgetMonth, Payback, ReturnDay, ReturnOverTime } from '../../signals/return.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';
import { estimateParameters } from '../engine/estimate-parameters.ts';
import type { Subject } from './replays.ts';

/** Weeks that today's rate is taken over: whole ones, so that weekdays count alike. */
const RATE_WEEKS = 4;
const WEEK_MS = 7 * DAY_MS;

/**
 * Value and full cost by day, whether they have paid back, and the running month.
 * @param subject whose business case and policy value and project it
 * @param history as it is drawn: each hour with all that is known of it now
 * @param span epoch milliseconds; widened to whole days (UTC)
 */
export function returnOverTime(
  subject: Subject,
  history: TelemetryHistory,
  span: { readonly fromMs: number; readonly toMs: number },
): ReturnOverTime {
  const businessCase = subject.workload.business_case ?? {};
  const fromMs = floorTo(span.fromMs, DAY_MS);
  const toMs = ceilTo(span.toMs, DAY_MS);
  const days = daysBetween(fromMs, toMs).map((dayMs) =>
    buildDay(dayMs, windowOf(history, dayMs, dayMs + DAY_MS), businessCase),
  );
  const before = windowOf(history, history.firstMs ?? fromMs, fromMs);
  return {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    days,
    net_before_usd: before === null ? 0 : netUsd(before, businessCase),
    payback: findPayback(history, businessCase),
    month: buildMonth(subject, history),
  };
}

/** A window cut to the history's end; null where nothing of it lies before that. */
function windowOf(history: TelemetryHistory, fromMs: number, toMs: number): TelemetryWindow | null {
  const endMs = Math.min(toMs, history.endMs);
  return endMs > fromMs ? history.window(fromMs, endMs) : null;
}

function daysBetween(fromMs: number, toMs: number): number[] {
  const count = Math.max(0, Math.round((toMs - fromMs) / DAY_MS));
  return Array.from({ length: count }, (_, day) => fromMs + day * DAY_MS);
}

function buildDay(
  dayMs: number,
  window: TelemetryWindow | null,
  businessCase: BusinessCase,
): ReturnDay {
  const sum = (measure: Parameters<TelemetryWindow['sum']>[0]): number => window?.sum(measure) ?? 0;
  const eligible = sum('eligible');
  const accepted =
    window === null ? 0 : runsOfOutcome(window, 'accepted') + runsOfOutcome(window, 'edited');
  return {
    at: isoTime(dayMs),
    value_usd: window === null ? null : valueUsd(window, businessCase),
    cost_usd: window === null ? null : costsByCategory(window, businessCase),
    runs: sum('runs'),
    valued_runs: window === null ? 0 : valuedRuns(window, businessCase).n,
    unpriced_runs: sum('unpriced'),
    eligible: eligible > 0 ? eligible : null,
    used: eligible > 0 ? sum('used') : null,
    outcomes: window === null ? 0 : accepted + runsOfOutcome(window, 'worthless'),
    accepted,
  };
}

/** Value less cost; what is not known of either counts as nothing, and the days say so. */
function netUsd(window: TelemetryWindow, businessCase: BusinessCase): number {
  return (valueUsd(window, businessCase) ?? 0) - (costUsd(window, businessCase) ?? 0);
}

function findPayback(history: TelemetryHistory, businessCase: BusinessCase): Payback | null {
  const { firstMs, endMs } = history;
  if (firstMs === null) return null;
  const all = history.window(firstMs, endMs);
  const [value, cost] = [valueUsd(all, businessCase), costUsd(all, businessCase)];
  if (value === null || cost === null) return null;
  const rate = netUsdDay(history, firstMs, businessCase);
  const net = value - cost;
  return {
    since: isoTime(firstMs),
    value_usd: value,
    cost_usd: cost,
    paid_back: net < 0 ? null : isoTime(paidBackMs(history, firstMs, businessCase)),
    net_usd_day: roundUsd(rate),
    days_left: net < 0 && rate > 0 ? Math.ceil(-net / rate) : null,
    target_months: businessCase.payback_months ?? null,
  };
}

/** Value less cost a day: the middle one of the last weeks, so that one odd bill does not speak for all. */
function netUsdDay(history: TelemetryHistory, firstMs: number, businessCase: BusinessCase): number {
  const weeks: number[] = [];
  let endMs = history.endMs;
  for (let week = 0; week < RATE_WEEKS; week++) {
    const fromMs = ceilTo(endMs - WEEK_MS, HOUR_MS);
    if (fromMs < firstMs) break;
    weeks.push(netUsd(history.window(fromMs, endMs), businessCase));
    endMs = fromMs;
  }
  if (weeks.length > 0) return median(weeks) / (WEEK_MS / DAY_MS);
  const livedMs = Math.max(HOUR_MS, history.endMs - firstMs);
  return (netUsd(history.window(firstMs, history.endMs), businessCase) / livedMs) * DAY_MS;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** The first day from which the running sum of value less cost stays at or above 0. */
function paidBackMs(
  history: TelemetryHistory,
  firstMs: number,
  businessCase: BusinessCase,
): number {
  let net = 0;
  let sinceMs = firstMs;
  for (const dayMs of daysBetween(floorTo(firstMs, DAY_MS), ceilTo(history.endMs, DAY_MS))) {
    const window = windowOf(history, Math.max(dayMs, firstMs), dayMs + DAY_MS);
    if (window !== null) net += netUsd(window, businessCase);
    if (net < 0) sinceMs = dayMs + DAY_MS;
  }
  return Math.min(sinceMs, history.endMs);
}

function buildMonth({ workload, inForce }: Subject, history: TelemetryHistory): BudgetMonth {
  const { endMs } = history;
  const businessCase = workload.business_case ?? {};
  const budget = businessCase.monthly_budget_usd ?? null;
  const window = history.window(ceilTo(endMs - RATE_WEEKS * WEEK_MS, HOUR_MS), endMs);
  const month = monthToDate(window);
  const start = new Date(month.fromMs);
  const rule = inForce.policy.signals.get('budget_use');
  const use =
    rule === undefined
      ? null
      : estimateSignal('budget_use', window, estimateParameters(inForce.policy, rule, businessCase))
          .value;
  return {
    from: isoTime(month.fromMs),
    to: isoTime(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1)),
    cost_usd: costUsd(month, businessCase),
    projected_usd: budget === null || use === null ? null : roundUsd(use * budget),
    budget_usd: budget,
  };
}
