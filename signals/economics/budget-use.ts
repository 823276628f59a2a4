import { DAY_MS } from '../../core/time.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { totalCost, unpriced } from './full-cost.ts';

/** Names the method of projections, which have no interval, for people. */
export const PROJECTION_METHOD = 'month to date, and the window’s rate for the rest of the month';

/**
 * Full cost that the month will have come to at its end, ÷ the case's monthly budget: what it has cost so
 * far, and for the days that are left what a day of the window cost on average.
 *
 * The month is that of the window's last instant, in UTC. It has no interval, so it never decides.
 * @returns n = runs in the window; `not_instrumented` without a budget, `too_few` in the first day of
 * telemetry, which is too little to project from
 */
export function findBudgetUse(window: TelemetryWindow, params: EstimateParameters): Finding {
  const budget = params.businessCase.monthly_budget_usd ?? 0;
  if (!(budget > 0)) {
    const reason = 'The business case states no monthly budget.';
    return notFound('not_instrumented', 0, PROJECTION_METHOD, reason);
  }
  const n = window.sum('runs');
  const few = tooFew(n, params.minSample, 'runs', PROJECTION_METHOD);
  if (few !== null) return few;
  const fromMs = Math.max(window.fromMs, window.firstMs ?? window.toMs);
  const coveredMs = window.toMs - fromMs;
  if (coveredMs < DAY_MS) {
    const reason = 'There is less than a day of telemetry to project a month from.';
    return notFound('too_few', n, PROJECTION_METHOD, reason);
  }
  const month = monthToDate(window);
  const missing =
    unpriced(month, params, PROJECTION_METHOD) ?? unpriced(window, params, PROJECTION_METHOD);
  if (missing !== null) return missing;
  const reviewUsdPerHour = params.businessCase.review_usd_per_hour ?? 0;
  const leftMs = monthEnd(window.toMs) - window.toMs;
  const rest = totalCost(window, reviewUsdPerHour) * (leftMs / coveredMs);
  const projected = totalCost(month, reviewUsdPerHour) + rest;
  return foundWithin(projected / budget, null, n, PROJECTION_METHOD);
}

/**
 * The part of a workload's month (UTC) that lies before a window's end, as known there. At the very
 * turn of a month it is the whole month that has just ended.
 */
export function monthToDate(window: TelemetryWindow): TelemetryWindow {
  const last = new Date(window.toMs - 1);
  return window.part(Date.UTC(last.getUTCFullYear(), last.getUTCMonth()), window.toMs);
}

/** End of the month (UTC) that holds the instant just before. Epoch milliseconds. */
function monthEnd(toMs: number): number {
  const last = new Date(toMs - 1);
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1);
}
