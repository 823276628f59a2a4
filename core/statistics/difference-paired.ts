import gammaln from '@stdlib/math-base-special-gammaln';
import { endsBelow } from './difference-ends.ts';
import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';

/** Items that two candidates answered both: where only the later one was right, only the earlier, and the rest. */
export interface PairedCounts {
  readonly improved: number;
  readonly worsened: number;
  readonly unchanged: number;
}

/**
 * Natural logarithm of the evidence against a paired difference of two proportions: the Dirichlet(½, ½, ½) mixture
 * likelihood ratio of the three kinds of pairs, at the shares with that difference that it speaks least against.
 *
 * Pairs that did not change say nothing of the direction, as in McNemar's test, but they bound the difference. Under
 * the true shares the ratio is a martingale, so it exceeds ln(1/alpha) at any time with probability at most alpha.
 * Source: Robbins 1970, for three outcomes; McNemar 1947 (Psychometrika 12).
 * @param counts each ≥ 0; throws a RangeError otherwise
 * @param difference share improved − share worsened, in [−1, 1]; +Infinity where it makes the data impossible
 * @example logPairedEvidence({ improved: 30, worsened: 5, unchanged: 65 }, 0) // 5.285995
 */
export function logPairedEvidence(counts: PairedCounts, difference: number): number {
  const { improved, worsened, unchanged } = counts;
  const parts = [improved, worsened, unchanged];
  if (!parts.every((part) => part >= 0 && part < Infinity))
    throw new RangeError(`counts of pairs must be 0 or more, got ${parts.join(', ')}`);
  const mixture = lnBeta3(improved + 0.5, worsened + 0.5, unchanged + 0.5) - lnBeta3(0.5, 0.5, 0.5);
  const worse = likeliestWorsened(counts, difference);
  const likelihood =
    term(improved, worse + difference) +
    term(worsened, worse) +
    term(unchanged, 1 - 2 * worse - difference);
  return mixture - likelihood;
}

/**
 * Confidence interval of a paired difference (share improved − share worsened, which is the share passed after less
 * the share passed before) that stays valid however often it is looked at while pairs are added.
 *
 * Source: as {@link logPairedEvidence}.
 * @param counts each ≥ 0; no pairs tell nothing
 * @param alpha error level over all looks together, in (0, 1); throws a RangeError outside these ranges
 * @returns differences in [−1, 1]
 * @example pairedDifference({ improved: 30, worsened: 5, unchanged: 65 }, 0.05) // {low: 0.033621, high: 0.462743}
 * @example pairedDifference({ improved: 0, worsened: 0, unchanged: 0 }, 0.05) // {low: -1, high: 1}
 */
export function pairedDifference(counts: PairedCounts, alpha: number): Interval {
  requireLevel(alpha);
  const pairs = counts.improved + counts.worsened + counts.unchanged;
  const centre = pairs > 0 ? (counts.improved - counts.worsened) / pairs : 0;
  return endsBelow(
    (difference) => logPairedEvidence(counts, difference),
    centre,
    -Math.log(alpha),
    -1,
    1,
  );
}

/** Logarithm of the beta function of three arguments. */
function lnBeta3(a: number, b: number, c: number): number {
  return gammaln(a) + gammaln(b) + gammaln(c) - gammaln(a + b + c);
}

function term(count: number, share: number): number {
  return count === 0 ? 0 : count * Math.log(Math.max(0, share));
}

/**
 * The share worsened, t, that makes the pairs likeliest at a difference d, within max(0, −d) ≤ t ≤ (1 − d)/2. With b
 * improved, c worsened and r unchanged, setting the slope of the likelihood to 0 gives
 * 2(b + c + r) t² + (d(b + 3c + 2r) − (b + c)) t − c d (1 − d) = 0.
 */
function likeliestWorsened({ improved, worsened, unchanged }: PairedCounts, d: number): number {
  const least = Math.max(0, -d);
  const most = (1 - d) / 2;
  const pairs = improved + worsened + unchanged;
  if (pairs === 0) return least;
  const quadratic = 2 * pairs;
  const linear = d * (improved + 3 * worsened + 2 * unchanged) - (improved + worsened);
  const constant = -worsened * d * (1 - d);
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * quadratic * constant));
  return Math.min(most, Math.max(least, (-linear + root) / (2 * quadratic)));
}
