import { quantileRanks, smallestSampleForQuantile } from '../../core/statistics/quantile-ranks.ts';
import type { EstimateParameters } from '../estimate.ts';
import { COUNT_ROUNDING, notFound, tooFew } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { TelemetryWindow } from '../window.ts';
import { proportionSideOf } from './proportion.ts';

/** Names the method of quantiles, for people. */
export const QUANTILE_METHOD =
  'binomial ranks; against a limit, confidence sequence on the runs above it';

/** q·n is whole only up to rounding (0.55 · 100 > 55). */
const RANK_ROUNDING = 1 - 4 * Number.EPSILON;

/**
 * A quantile of run latency: value and interval from the histogram at binomial ranks; against a limit
 * the share of runs above it decides, whose sequence stays valid when looked at every hour.
 * @param window timed runs and their histogram
 * @param q level, in (0, 1)
 * @returns `too_few` below the smallest sample in which the quantile has an upper bound, unless the number
 *   alone is asked for
 */
export function findLatencyQuantile(
  window: TelemetryWindow,
  q: number,
  params: EstimateParameters,
  noun: string,
): Finding {
  const n = Math.floor(window.sum('timed') + COUNT_ROUNDING);
  const { alpha, designEffect = 1 } = params;
  const forInterval = params.isNumberOnly ? 1 : smallestSampleForQuantile(q, alpha);
  const needed = Math.max(params.minSample, forInterval);
  const few = tooFew(n, needed, noun, QUANTILE_METHOD, designEffect);
  if (few !== null) return few;
  const nEffective = n / designEffect;
  const value = window.latencyAtRank(Math.max(1, Math.ceil(q * n * RANK_ROUNDING)));
  if (value === null) {
    return notFound(
      'too_few',
      n,
      QUANTILE_METHOD,
      `The histogram holds fewer than ${n} ${noun}.`,
      nEffective,
    );
  }
  return {
    state: 'ok',
    value,
    n,
    nEffective,
    method: QUANTILE_METHOD,
    interval: () => {
      const ranks = quantileRanks(n, q, alpha, Math.min(n, nEffective + COUNT_ROUNDING));
      return (
        ranks && {
          low: window.latencyAtRank(ranks.lower) ?? value,
          high: window.latencyAtRank(ranks.upper) ?? value,
        }
      );
    },
    sideOf: (limit) => {
      const above = Math.min(Math.max(window.latencyAbove(limit), 0), n);
      return proportionSideOf(above / designEffect, nEffective, 1 - q, alpha);
    },
  };
}
