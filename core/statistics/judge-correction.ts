import type { Interval } from './interval.ts';

/** How often a judge is right: on what is so (sensitivity) and on what is not (specificity), each in [0, 1]. */
export interface Judge {
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The true proportion behind the share a judge reports, (p − (1 − specificity)) / (sensitivity + specificity − 1), cut to [0, 1].
 *
 * Source: Rogan and Gladen 1978 (American Journal of Epidemiology 107).
 * @param reported share the judge calls positive, in [0, 1]; throws a RangeError when it or the judge is outside
 * @returns null when sensitivity + specificity ≤ 1: such a judge says nothing
 * @example correctForJudge(0.12, { sensitivity: 0.9, specificity: 0.95 }) // 0.0823529
 * @example correctForJudge(0.12, { sensitivity: 0.5, specificity: 0.5 }) // null
 */
export function correctForJudge(reported: number, judge: Judge): number | null {
  const power = discrimination(reported, judge);
  if (power === null) return null;
  return Math.min(1, Math.max(0, (reported - (1 - judge.specificity)) / power));
}

/**
 * The interval of the true proportion, from that of the reported one: both ends corrected, so its confidence is kept.
 *
 * Takes sensitivity and specificity as known; their own uncertainty is not in it.
 * @param reported interval of the reported share, within [0, 1]
 * @returns null when sensitivity + specificity ≤ 1, or when the whole interval lies where no true proportion could
 * have put it (below 1 − specificity or above sensitivity): the stated figures are then refuted by the data, and
 * cutting would leave an interval of no width
 * @example correctIntervalForJudge({ low: 0.04, high: 0.12 }, { sensitivity: 0.9, specificity: 0.95 }) // {low: 0, high: 0.0823529}
 * @example correctIntervalForJudge({ low: 0.01, high: 0.03 }, { sensitivity: 0.9, specificity: 0.95 }) // null
 */
export function correctIntervalForJudge(reported: Interval, judge: Judge): Interval | null {
  if (reported.high < 1 - judge.specificity || reported.low > judge.sensitivity) return null;
  const low = correctForJudge(reported.low, judge);
  const high = correctForJudge(reported.high, judge);
  return low === null || high === null ? null : { low, high };
}

/**
 * The share a judge reports at a true proportion: turns a limit on the truth into one on the report, so that
 * `proportionSide` can decide on raw counts.
 * @param proportion true share, in [0, 1]; throws a RangeError when it or the judge is outside
 * @returns null when sensitivity + specificity ≤ 1
 * @example reportedByJudge(0.05, { sensitivity: 0.9, specificity: 0.95 }) // 0.0925
 */
export function reportedByJudge(proportion: number, judge: Judge): number | null {
  const power = discrimination(proportion, judge);
  return power === null ? null : proportion * power + (1 - judge.specificity);
}

/** sensitivity + specificity − 1 (Youden's J), null when not above 0. */
function discrimination(share: number, { sensitivity, specificity }: Judge): number | null {
  for (const part of [share, sensitivity, specificity]) {
    if (!(part >= 0 && part <= 1)) throw new RangeError(`a share must be in [0, 1], got ${part}`);
  }
  const power = sensitivity + specificity - 1;
  return power > 0 ? power : null;
}
