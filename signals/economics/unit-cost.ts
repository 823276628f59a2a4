import type { EstimateParameters } from '../estimate.ts';
import { covarianceOf, varianceOf } from '../estimators/moments.ts';
import { RATIO_METHOD, findRatio } from '../estimators/ratio.ts';
import { notFound } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { fullCost, unpriced } from './full-cost.ts';
import { successesIn } from './successes.ts';

/**
 * Full cost ÷ successes, as a ratio of means over all runs; a run without an outcome is no success.
 * @param perUsd divides the cost: 1 for USD, a baseline in USD for a ratio to it
 * @returns `too_few` where successes are not clearly above 0; n = runs that state an outcome
 */
export function findUnitCost(
  window: TelemetryWindow,
  params: EstimateParameters,
  perUsd = 1,
): Finding {
  const successes = successesIn(window, params.businessCase);
  if (!(successes.runsWithOutcome > 0)) {
    const reason = `0 of ${Math.max(1, params.minSample)} runs with an outcome needed.`;
    return notFound('too_few', 0, RATIO_METHOD, reason);
  }
  const noPrice = unpriced(window, params, RATIO_METHOD);
  if (noPrice !== null) return noPrice;
  const cost = fullCost(window, params.businessCase.review_usd_per_hour ?? 0);
  const { runs } = cost;
  const pair = {
    numeratorMean: cost.total / runs / perUsd,
    denominatorMean: successes.sum / runs,
    numeratorVariance: cost.varianceOfMean / perUsd ** 2,
    denominatorVariance: varianceOf({ n: runs, ...successes }) / runs,
    covariance: covarianceOf(runs, cost.inference, successes.sum, successes.byCost) / runs / perUsd,
  };
  return findRatio({ pair, n: successes.runsWithOutcome }, params, {
    trials: 'runs with an outcome',
    denominator: 'the share of successes',
  });
}

/** Unit cost over the case's baseline cost per task; without a baseline there is nothing to compare with. */
export function findCostAgainstBaseline(
  window: TelemetryWindow,
  params: EstimateParameters,
): Finding {
  const baseline = params.businessCase.baseline_cost_per_task_usd ?? 0;
  if (baseline > 0) return findUnitCost(window, params, baseline);
  const reason = 'The business case states no baseline cost per task to compare with.';
  return notFound('not_instrumented', 0, RATIO_METHOD, reason);
}
