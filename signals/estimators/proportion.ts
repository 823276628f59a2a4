import { proportionInterval, proportionSide } from '../../core/statistics/proportion-sequence.ts';
import type { EstimateParameters } from '../estimate.ts';
import { tooFew } from '../finding.ts';
import type { Finding, IntervalSide } from '../finding.ts';

/** Names the method of proportions, for people. */
export const PROPORTION_METHOD = 'beta-binomial confidence sequence';

/** How many of how many. */
export interface Counts {
  readonly x: number;
  readonly n: number;
}

/**
 * A proportion with its confidence sequence.
 * @param counts x outside [0, n] (contradictory telemetry) is cut to it
 * @param params level, minimum sample and design effect, which divides both counts
 * @param noun the trials, plural
 */
export function findProportion(counts: Counts, params: EstimateParameters, noun: string): Finding {
  const { n } = counts;
  const { alpha, designEffect = 1 } = params;
  const few = tooFew(n, params.minSample, noun, PROPORTION_METHOD, designEffect);
  if (few !== null) return few;
  const nEffective = n / designEffect;
  const x = Math.min(Math.max(counts.x / designEffect, 0), nEffective);
  return {
    state: 'ok',
    value: x / nEffective,
    n,
    nEffective,
    method: PROPORTION_METHOD,
    interval: () => proportionInterval(x, nEffective, alpha),
    sideOf: (limit) => proportionSideOf(x, nEffective, limit, alpha),
  };
}

/**
 * The side of any limit a proportion's sequence lies on; limits that no proportion can reach included.
 * @param limit any finite number
 */
export function proportionSideOf(x: number, n: number, limit: number, alpha: number): IntervalSide {
  return isShare(limit) ? proportionSide(x, n, limit, alpha) : sideOfShares(limit);
}

/** Whether a limit is one that a proportion can lie on either side of. */
export function isShare(limit: number): boolean {
  return limit >= 0 && limit <= 1;
}

/** All proportions seen from a limit outside [0, 1]. */
export function sideOfShares(limit: number): IntervalSide {
  return limit > 1 ? 'below' : 'above';
}
