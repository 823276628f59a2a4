import { roundUsd } from '../../core/money.ts';
import type { BusinessCase } from '../../core/workload.ts';
import { COST_CATEGORIES, type CostCategory } from '../history-rows.ts';
import type { TelemetryWindow } from '../window.ts';
import { fullCost } from './full-cost.ts';
import { valuedRuns } from './run-value.ts';

/** What was spent by category, in USD; null where something was spent that nobody priced. */
export type KnownCosts = Readonly<Record<CostCategory, number | null>>;

/** Value of a window's runs and outcome events in USD; null where nothing tells it. */
export function valueUsd(window: TelemetryWindow, businessCase: BusinessCase): number | null {
  const runs = valuedRuns(window, businessCase);
  const events = window.sum('outcome_value');
  return runs.n > 0 || events !== 0 ? roundUsd(runs.sum + events) : null;
}

/** Full cost of a window in USD; null where no run has a price and no cost was stated. */
export function costUsd(window: TelemetryWindow, businessCase: BusinessCase): number | null {
  const cost = fullCost(window, businessCase.review_usd_per_hour ?? 0);
  const isKnown = window.sum('priced') > 0 || cost.total !== 0;
  return isKnown ? roundUsd(cost.total) : null;
}

/**
 * The full cost of a window by category: what runs cost counts as inference, review labour as review.
 * @returns null where {@link costUsd} is. Inference is null where no run has a price, review where reviews
 * took time and the business case states no rate, unless cost events state some of it
 */
export function costsByCategory(
  window: TelemetryWindow,
  businessCase: BusinessCase,
): KnownCosts | null {
  const rate = businessCase.review_usd_per_hour;
  const cost = fullCost(window, rate ?? 0);
  if (costUsd(window, businessCase) === null) return null;
  const { costs } = window;
  const isUnpriced = window.sum('unpriced') > 0 && window.sum('priced') <= 0;
  const isUnrated = rate === undefined && window.sum('review_seconds') > 0;
  const amount = (category: CostCategory, own: number, isMissing: boolean): number | null =>
    isMissing && costs[category] === 0 ? null : roundUsd(costs[category] + own);
  const known: Record<CostCategory, number | null> = {
    inference: amount('inference', cost.inference, isUnpriced),
    review: amount('review', cost.reviewLabour, isUnrated),
    support: 0,
    infrastructure: 0,
    incident: 0,
    other: 0,
  };
  for (const category of COST_CATEGORIES) {
    if (category !== 'inference' && category !== 'review')
      known[category] = amount(category, 0, false);
  }
  return known;
}
