import { proportionDifference } from '../core/statistics/difference-proportions.ts';
import type { CountPair } from '../core/statistics/difference-proportions.ts';
import type { Interval } from '../core/statistics/interval.ts';
import type { SignalEntry } from './catalogue-entry.ts';
import type { ComparedWindows, Difference } from './compare-difference.ts';
import { findForComparison } from './compare-finding.ts';
import type { EstimateParameters, StatedJudge } from './estimate.ts';
import { asReported, judgeRange } from './estimators/judged-proportion.ts';
import type { TelemetryWindow } from './window.ts';

/** Names the method of differences of proportions, for people. */
export const PROPORTION_DIFFERENCE_METHOD = 'joint beta-binomial sequence of both sides';

/**
 * Difference of two proportions. Where a judge of stated quality reported them, the reported difference is divided
 * by how well the judge tells the two apart: one judge reported both, so it cannot turn the difference around.
 * @param entry a proportion of which both parts have a number
 * @param params with the error level of this one difference
 */
export function compareProportions(
  entry: SignalEntry,
  windows: ComparedWindows,
  params: EstimateParameters,
): Difference {
  const { judge, ...plain } = params;
  const before = countsOf(entry, windows.before, plain);
  const after = countsOf(entry, windows.after, plain);
  const method = PROPORTION_DIFFERENCE_METHOD;
  const value = after.x / after.n - before.x / before.n;
  if (judge === undefined) {
    return { kind: 'known', value, method, ...proportionDifference(before, after, params.alpha) };
  }
  const range = judgeRange(judge, params.alpha);
  const alpha = range === null ? params.alpha : params.alpha / 2;
  const reports = {
    before: reportsOf(before, windows.before, judge),
    after: reportsOf(after, windows.after, judge),
  };
  const reported = proportionDifference(reports.before, reports.after, alpha);
  const power = judge.sensitivity + judge.specificity - 1;
  const reportedValue = reports.after.x / after.n - reports.before.x / before.n;
  return {
    kind: 'known',
    value: clampShare(reportedValue / power),
    method: `${method}, corrected for the judge`,
    ...correctDifference(reported, powerRange(judge, range)),
  };
}

/** Trials as an effective sample, those that succeeded among them. */
function countsOf(
  entry: SignalEntry,
  window: TelemetryWindow,
  params: EstimateParameters,
): CountPair {
  const found = findForComparison(entry, window, { ...params, minSample: 1 });
  if (found.state !== 'ok') throw new RangeError(`${entry.id} has no number to compare`);
  const n = found.nEffective;
  return { x: Math.min(n, Math.max(0, found.value * n)), n };
}

/** What the judge reported, or on average would have of runs that people judged instead. */
function reportsOf(counts: CountPair, window: TelemetryWindow, judge: StatedJudge): CountPair {
  const worth = counts.n / window.sum('judged');
  const byPeople = {
    x: worth * window.sum('hallucinated_by_people'),
    n: worth * window.sum('judged_by_people'),
  };
  const { x, n } = asReported(counts, byPeople, judge);
  return { x: Math.min(n, Math.max(0, x)), n };
}

/** How well the judge tells made-up output from sound: sensitivity + specificity − 1, at worst and at best. */
function powerRange(
  { sensitivity, specificity }: StatedJudge,
  range: ReturnType<typeof judgeRange>,
): Interval {
  if (range === null) {
    const power = sensitivity + specificity - 1;
    return { low: power, high: power };
  }
  return {
    low: range.sensitivity.low + range.specificity.low - 1,
    high: range.sensitivity.high + range.specificity.high - 1,
  };
}

/** A judge that may be no better than chance leaves only the side the difference lies on. */
function correctDifference({ low, high }: Interval, power: Interval): Interval {
  const atWorst = (end: number): number =>
    power.low > 0 ? clampShare(end / power.low) : Math.sign(end);
  const atBest = (end: number): number => clampShare(end / power.high);
  return {
    low: low < 0 ? atWorst(low) : atBest(low),
    high: high > 0 ? atWorst(high) : atBest(high),
  };
}

function clampShare(difference: number): number {
  return Math.min(1, Math.max(-1, difference));
}
