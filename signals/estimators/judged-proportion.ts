import { clopperPearson } from '../../core/statistics/clopper-pearson.ts';
import type { Interval } from '../../core/statistics/interval.ts';
import { correctForJudge, reportedByJudge } from '../../core/statistics/judge-correction.ts';
import type { EstimateParameters, StatedJudge } from '../estimate.ts';
import { notFound, percent, wholeNumber } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { PROPORTION_METHOD, findProportion, isShare, sideOfShares } from './proportion.ts';
import type { Counts } from './proportion.ts';

/** Names the method where a judge's sensitivity and specificity come without the counts behind them. */
export const EXACT_JUDGE_METHOD = `${PROPORTION_METHOD}, corrected for the judge, whose stated quality is taken as exact`;
/** Names the method where the counts behind a judge's quality are stated. */
export const UNCERTAIN_JUDGE_METHOD = `${PROPORTION_METHOD}, corrected for the judge, with the uncertainty of its own quality`;

/** What a judge may be at best and at worst; both ends are equal where its quality is exact. */
interface JudgeRange {
  readonly sensitivity: Interval;
  readonly specificity: Interval;
}

/**
 * A proportion that a fallible judge reported, with value and interval carried back to the truth.
 *
 * Where the judge's quality was itself estimated, half of the error level is kept for what it reports
 * and a quarter each for sensitivity and specificity (Clopper-Pearson); the interval is the widest
 * that all three allow.
 * @param counts what the judge said, and people of some trials instead
 * @param judge with or without the counts behind its quality
 * @param byPeople what people said, part of `counts`: taken as the truth, so it is what the judge would
 * have reported of it that is corrected
 * @returns `provider_error` where the judge tells nothing (sensitivity + specificity ≤ 1) or its stated
 * quality is refuted by what it reports
 */
export function findJudgedProportion(
  counts: Counts,
  judge: StatedJudge,
  params: EstimateParameters,
  noun: string,
  byPeople: Counts = { x: 0, n: 0 },
): Finding {
  if (byPeople.n > 0 && byPeople.n >= counts.n) return findProportion(counts, params, noun);
  const range = judgeRange(judge, params.alpha);
  const method = range === null ? EXACT_JUDGE_METHOD : UNCERTAIN_JUDGE_METHOD;
  const alpha = range === null ? params.alpha : params.alpha / 2;
  const raw = findProportion(asReported(counts, byPeople, judge), { ...params, alpha }, noun);
  if (raw.state !== 'ok') return { ...raw, method };
  const { sensitivity, specificity } = range ?? exactly(judge);
  const failed = (reason: string): Finding =>
    notFound('provider_error', raw.n, method, reason, raw.nEffective);
  if (!(judge.sensitivity + judge.specificity > 1)) {
    const quality = `sensitivity ${percent(judge.sensitivity)}, specificity ${percent(judge.specificity)}`;
    return failed(`The judge is no better than chance (${quality}).`);
  }
  if (raw.sideOf(1 - specificity.high) === 'below' || raw.sideOf(sensitivity.high) === 'above') {
    const expected = `between ${percent(1 - specificity.high)} and ${percent(sensitivity.high)}`;
    return failed(
      `The judge reports ${percent(raw.value)} of ${wholeNumber(raw.n)} ${noun}; of its stated quality it would report ${expected}.`,
    );
  }
  // The truth rises with the report and with specificity, and falls with sensitivity.
  const atLowest = { sensitivity: sensitivity.high, specificity: specificity.low };
  const atHighest = { sensitivity: sensitivity.low, specificity: specificity.high };
  return {
    ...raw,
    method,
    value: correctForJudge(raw.value, judge)!,
    interval: () => {
      const { low, high } = raw.interval()!;
      return {
        low: correctForJudge(low, atLowest) ?? 0,
        high: correctForJudge(high, atHighest) ?? 1,
      };
    },
    sideOf: (limit) => {
      if (!isShare(limit)) return sideOfShares(limit);
      const reportedAtMost = reportedByJudge(limit, atHighest);
      if (reportedAtMost !== null && raw.sideOf(reportedAtMost) === 'below') return 'below';
      const reportedAtLeast = reportedByJudge(limit, atLowest);
      return reportedAtLeast !== null && raw.sideOf(reportedAtLeast) === 'above' ? 'above' : 'open';
    },
  };
}

/**
 * Counts as if the judge had judged what people judged: of a trial whose truth is known, what it would
 * report on average. That varies less than reports do, so a sequence on reports still holds.
 * @param byPeople part of `counts`
 * @example asReported({ x: 15, n: 300 }, { x: 10, n: 100 }, { sensitivity: 0.9, specificity: 0.95 }).x // 18.5
 */
export function asReported(
  { x, n }: Counts,
  byPeople: Counts,
  { sensitivity, specificity }: Pick<StatedJudge, 'sensitivity' | 'specificity'>,
): Counts {
  const found = byPeople.x * sensitivity + (byPeople.n - byPeople.x) * (1 - specificity);
  return { x: x - byPeople.x + found, n };
}

/**
 * How good a judge is at worst and at best, each of the two at a quarter of the error level.
 * @param alpha in (0, 1)
 * @returns null where the counts behind the judge's quality are not stated
 */
export function judgeRange(
  { sensitivity, specificity, n_positive, n_negative }: StatedJudge,
  alpha: number,
): JudgeRange | null {
  if (n_positive === undefined || n_negative === undefined) return null;
  return {
    sensitivity: clopperPearson(sensitivity * n_positive, n_positive, alpha / 4),
    specificity: clopperPearson(specificity * n_negative, n_negative, alpha / 4),
  };
}

function exactly({ sensitivity, specificity }: StatedJudge): JudgeRange {
  return {
    sensitivity: { low: sensitivity, high: sensitivity },
    specificity: { low: specificity, high: specificity },
  };
}
