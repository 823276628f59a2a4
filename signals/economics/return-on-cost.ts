import type { EstimateParameters } from '../estimate.ts';
import { covarianceOf, varianceOf } from '../estimators/moments.ts';
import { RATIO_METHOD, findRatio } from '../estimators/ratio.ts';
import { seenThrough, type Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { fullCost, unpriced } from './full-cost.ts';
import { valuedBy, valuedRuns } from './run-value.ts';
import { thinCoverage } from './value-per-run.ts';

/**
 * Mean value over the runs that have one, plus outcome events' value per run, ÷ mean full cost over
 * all runs.
 *
 * Amounts of outcome and cost events are known constants; a run's value and its own cost vary
 * together, as their summed products tell. Where outcome events are the only source of value, n is
 * all runs.
 */
export function findReturnOnCost(window: TelemetryWindow, params: EstimateParameters): Finding {
  const valued = valuedRuns(window, params.businessCase);
  const eventValue = window.sum('outcome_value');
  const onlyEvents = !(valued.n > 0) && eventValue !== 0;
  const missing = onlyEvents ? null : thinCoverage(window, valued.n, params, RATIO_METHOD);
  if (missing !== null) return missing;
  const noPrice = unpriced(window, params, RATIO_METHOD);
  if (noPrice !== null) return noPrice;

  const cost = fullCost(window, params.businessCase.review_usd_per_hour ?? 0);
  const runs = Math.max(cost.runs, 0);
  const trials = onlyEvents ? runs : Math.min(valued.n, runs);
  const pair = {
    numeratorMean: (valued.n > 0 ? valued.sum / valued.n : 0) + eventValue / runs,
    denominatorMean: cost.total / runs,
    numeratorVariance: valued.n > 0 ? varianceOf(valued) / valued.n : 0,
    denominatorVariance: cost.varianceOfMean,
    covariance: covarianceOf(valued.n, valued.sum, valued.cost, valued.valueByCost) / runs,
  };
  const trialNoun = onlyEvents ? 'runs' : 'runs with a value';
  const found = findRatio({ pair, n: trials }, params, {
    trials: trialNoun,
    denominator: 'the mean full cost',
  });
  return onlyEvents ? found : seenThrough(found, valuedBy(params.businessCase));
}
