import { correctForJudge, reportedByJudge } from '../../core/statistics/judge-correction.ts';
import type { Judge } from '../../core/statistics/judge-correction.ts';
import { proportionInterval, proportionSide } from '../../core/statistics/proportion-sequence.ts';
import type { EstimateParameters } from '../estimate.ts';
import { notFound, percent, tooFew } from '../finding.ts';
import type { Finding, IntervalSide } from '../finding.ts';

/** Names the method of proportions, for people. */
export const PROPORTION_METHOD = 'beta-binomial confidence sequence';
/** Names the method of proportions that a judge of stated quality reported, for people. */
export const JUDGED_METHOD = `${PROPORTION_METHOD}, corrected for the judge`;

/** How many of how many. */
export interface Counts {
  readonly x: number;
  readonly n: number;
}

/**
 * A proportion with its confidence sequence.
 * @param counts x outside [0, n] (contradictory telemetry) is cut to it
 * @param params level and minimum sample
 * @param noun the trials, plural
 */
export function findProportion(counts: Counts, params: EstimateParameters, noun: string): Finding {
  const { n } = counts;
  const few = tooFew(n, params.minSample, noun, PROPORTION_METHOD);
  if (few !== null) return few;
  const x = Math.min(Math.max(counts.x, 0), n);
  return {
    state: 'ok',
    value: x / n,
    n,
    method: PROPORTION_METHOD,
    interval: () => proportionInterval(x, n, params.alpha),
    sideOf: (limit) => proportionSideOf(x, n, limit, params.alpha),
  };
}

/**
 * A proportion that a fallible judge reported, with value and interval carried back to the truth.
 * @param counts what the judge said
 * @param judge taken as known
 * @returns `provider_error` where the judge tells nothing (sensitivity + specificity ≤ 1) or its stated
 * quality is refuted by what it reports
 */
export function findJudgedProportion(
  counts: Counts,
  judge: Judge,
  params: EstimateParameters,
  noun: string,
): Finding {
  const raw = findProportion(counts, params, noun);
  if (raw.state !== 'ok') return raw;
  const { n } = raw;
  const { sensitivity, specificity } = judge;
  const corrected = (share: number): number => correctForJudge(share, judge)!;
  if (!(sensitivity + specificity > 1)) {
    const quality = `sensitivity ${percent(sensitivity)}, specificity ${percent(specificity)}`;
    return notFound(
      'provider_error',
      n,
      JUDGED_METHOD,
      `The judge is no better than chance (${quality}).`,
    );
  }
  if (raw.sideOf(1 - specificity) === 'below' || raw.sideOf(sensitivity) === 'above') {
    const expected = `between ${percent(1 - specificity)} and ${percent(sensitivity)}`;
    const reason = `The judge reports ${percent(raw.value)} of ${n} ${noun}; of its stated quality it would report ${expected}.`;
    return notFound('provider_error', n, JUDGED_METHOD, reason);
  }
  return {
    state: 'ok',
    value: corrected(raw.value),
    n,
    method: JUDGED_METHOD,
    interval: () => {
      const { low, high } = raw.interval()!;
      return { low: corrected(low), high: corrected(high) };
    },
    sideOf: (limit) =>
      isShare(limit) ? raw.sideOf(reportedByJudge(limit, judge)!) : sideOfShares(limit),
  };
}

/**
 * The side of any limit a proportion's sequence lies on; limits that no proportion can reach included.
 * @param limit any finite number
 */
export function proportionSideOf(x: number, n: number, limit: number, alpha: number): IntervalSide {
  return isShare(limit) ? proportionSide(x, n, limit, alpha) : sideOfShares(limit);
}

function isShare(limit: number): boolean {
  return limit >= 0 && limit <= 1;
}

/** All proportions seen from a limit outside [0, 1]. */
function sideOfShares(limit: number): IntervalSide {
  return limit > 1 ? 'below' : 'above';
}
