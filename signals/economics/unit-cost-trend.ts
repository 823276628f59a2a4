import { DAY_MS } from '../../core/time.ts';
import { theilSen } from '../../core/statistics/theil-sen.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin, notFound, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { totalCost, unpriced } from './full-cost.ts';
import { countSuccesses } from './successes.ts';
import { windowSteps } from '../window-steps.ts';

/** Names the method of trends, for people. */
export const TREND_METHOD = 'Theil-Sen slope over days, Sen’s interval at one look';

const DAYS_PER_WEEK = 7;

/**
 * How much the unit cost rises (or falls, below 0) from week to week, in per cent: the Theil-Sen slope of
 * its logarithm over the days of the window, so that a week's change is a share of what it was.
 *
 * A day without a success or without any cost has no unit cost and is left out.
 * @returns n = days with a unit cost; `too_few` where they are so few that the slope has no interval
 */
export function findUnitCostTrend(window: TelemetryWindow, params: EstimateParameters): Finding {
  const noPrice = unpriced(window, params, TREND_METHOD);
  if (noPrice !== null) return noPrice;
  const days: number[] = [];
  const logarithms: number[] = [];
  windowSteps(window, DAY_MS).forEach((day, i) => {
    const successes = countSuccesses(day, params.businessCase);
    const total = successes > 0 ? totalCost(day, params.businessCase.review_usd_per_hour ?? 0) : 0;
    if (!(total > 0)) return;
    days.push(i);
    logarithms.push(Math.log(total / successes));
  });
  const n = days.length;
  const few = tooFew(n, params.minSample, 'days with a unit cost', TREND_METHOD);
  if (few !== null) return few;
  const trend = theilSen(days, logarithms, params.alpha);
  if (trend === null || trend.interval === null) {
    const reason = `The slope over ${n} days has no interval at this confidence.`;
    return notFound('too_few', n, TREND_METHOD, reason);
  }
  const { low, high } = trend.interval;
  const interval = { low: percentPerWeek(low), high: percentPerWeek(high) };
  return foundWithin(percentPerWeek(trend.slope), interval, n, TREND_METHOD);
}

/**
 * A slope of natural logarithms a day, as per cent a week.
 * @example percentPerWeek(Math.log(1.1) / 7) // 10
 */
export function percentPerWeek(slopePerDay: number): number {
  return 100 * Math.expm1(DAYS_PER_WEEK * slopePerDay);
}
