import type { EstimateParameters } from '../estimate.ts';
import { varianceOf } from '../estimators/moments.ts';
import { notFound, percent } from '../finding.ts';
import type { NotFound } from '../finding.ts';
import { COST_CATEGORIES } from '../history-rows.ts';
import type { TelemetryWindow } from '../window.ts';

const SECONDS_PER_HOUR = 3600;

/** All that a window's runs cost, in USD. */
export interface FullCost {
  readonly runs: number;
  /** Inference: what the runs themselves cost. */
  readonly inference: number;
  /** Review seconds at the case's hourly rate; 0 where it states none. */
  readonly reviewLabour: number;
  /** Amounts stated by cost events, known constants. */
  readonly stated: number;
  readonly total: number;
  /**
   * Variance of the mean cost of a run. Reviews are events of their own, so how they go with a run's
   * cost is not known: their standard deviations are added, which holds whatever the correlation.
   */
  readonly varianceOfMean: number;
}

/**
 * Full cost of a window: inference, review labour and everything that cost events state.
 * @param reviewUsdPerHour rate of a reviewer, 0 where unknown
 */
export function fullCost(window: TelemetryWindow, reviewUsdPerHour: number): FullCost {
  const runs = window.sum('runs');
  const inference = window.sum('cost_usd');
  const usdPerSecond = reviewUsdPerHour / SECONDS_PER_HOUR;
  const reviewLabour = usdPerSecond * window.sum('review_seconds');
  const stated = statedCost(window);
  const inferenceVariance = varianceOf({
    n: runs,
    sum: inference,
    sumSquares: window.sum('cost_sq'),
  });
  const reviewVariance = varianceOf({
    n: runs,
    sum: reviewLabour,
    sumSquares: usdPerSecond ** 2 * window.sum('review_seconds_sq'),
  });
  const deviation = Math.sqrt(inferenceVariance) + Math.sqrt(reviewVariance);
  return {
    runs,
    inference,
    reviewLabour,
    stated,
    total: inference + reviewLabour + stated,
    varianceOfMean: runs > 0 ? (deviation * deviation) / runs : 0,
  };
}

/**
 * The total of {@link fullCost} alone, for those that ask for it day by day.
 * @param reviewUsdPerHour rate of a reviewer, 0 where unknown
 */
export function totalCost(window: TelemetryWindow, reviewUsdPerHour: number): number {
  const reviewLabour = (reviewUsdPerHour / SECONDS_PER_HOUR) * window.sum('review_seconds');
  return window.sum('cost_usd') + reviewLabour + statedCost(window);
}

/**
 * Why a window's costs cannot be told: more of its runs without a price than the policy tolerates.
 * An unpriced run is never free.
 * @param method of the signal that asks
 * @returns null where enough runs are priced; `not_instrumented` where there never was any price or cost
 */
export function unpriced(
  window: TelemetryWindow,
  params: EstimateParameters,
  method: string,
): NotFound | null {
  const runs = window.sum('runs');
  const share = runs > 0 ? window.sum('unpriced') / runs : 0;
  if (!(share > params.unpricedTolerance)) return null;
  if (share >= 1 && window.lastSeenMs('priced') === null && statedCost(window) === 0) {
    return notFound(
      'not_instrumented',
      runs,
      method,
      'No run has ever had a price, and no cost was reported.',
    );
  }
  const reason = `${percent(share)} of ${runs} runs have no price; at most ${percent(params.unpricedTolerance)} may.`;
  return notFound('too_few', runs, method, reason);
}

function statedCost(window: TelemetryWindow): number {
  const { costs } = window;
  return COST_CATEGORIES.reduce((sum, category) => sum + costs[category], 0);
}
