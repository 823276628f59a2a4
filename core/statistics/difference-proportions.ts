import betaln from '@stdlib/math-base-special-betaln';
import { endsBelow } from './difference-ends.ts';
import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';

/** How many of how many; fractional where an effective sample replaces n. */
export interface CountPair {
  readonly x: number;
  readonly n: number;
}

/** ln B(½, ½) = ln π, the constant of each mixture's Beta(½, ½) weight. */
const LN_PI = Math.log(Math.PI);
/** Halvings that leave 2e-10 of a share: near its top the likelihood is flat, so it is then right to 1e-12. */
const HALVINGS = 32;

/**
 * Natural logarithm of the evidence against a difference of two proportions: the product of both sides'
 * beta-binomial mixture likelihood ratios (see `logMixtureEvidence`), at the pair of proportions with that
 * difference that it speaks least against.
 *
 * Under the true pair the product is a martingale whichever side grows when, so it exceeds ln(1/alpha) at any time
 * with probability at most alpha. Source: Robbins 1970 for each side; Turner and Grünwald 2023 (Statistics & Probability
 * Letters 198) on anytime-valid intervals of two proportions.
 * @param before 0 ≤ x ≤ n; throws a RangeError otherwise
 * @param after likewise
 * @param difference after − before, in [−1, 1]; +Infinity where it makes the data impossible
 * @example logDifferenceEvidence({ x: 20, n: 400 }, { x: 60, n: 400 }, 0) // 5.130173
 */
export function logDifferenceEvidence(
  before: CountPair,
  after: CountPair,
  difference: number,
): number {
  const constant = lnMixture(before) + lnMixture(after);
  return constant - greatestLogLikelihood(before, after, difference);
}

/**
 * Confidence interval of the difference of two proportions (after − before) that stays valid however often it is
 * looked at while either side grows: all differences whose evidence is below 1/alpha.
 *
 * Source: as {@link logDifferenceEvidence}.
 * @param before 0 ≤ x ≤ n; n = 0 tells nothing
 * @param after likewise
 * @param alpha error level over all looks together, in (0, 1); throws a RangeError outside these ranges
 * @returns differences in [−1, 1]
 * @example proportionDifference({ x: 20, n: 400 }, { x: 60, n: 400 }, 0.05) // {low: 0.010017, high: 0.196657}
 * @example proportionDifference({ x: 0, n: 0 }, { x: 0, n: 0 }, 0.05) // {low: -1, high: 1}
 */
export function proportionDifference(before: CountPair, after: CountPair, alpha: number): Interval {
  requireLevel(alpha);
  const centre = shareOf(after) - shareOf(before);
  return endsBelow(
    (difference) => logDifferenceEvidence(before, after, difference),
    centre,
    -Math.log(alpha),
    -1,
    1,
  );
}

function lnMixture({ x, n }: CountPair): number {
  if (!(x >= 0 && x <= n && n < Infinity))
    throw new RangeError(`counts must satisfy 0 <= x <= n, got ${x} of ${n}`);
  return betaln(x + 0.5, n - x + 0.5) - LN_PI;
}

/** Any share where there are no trials: all are equally likely then. */
function shareOf({ x, n }: CountPair): number {
  return n > 0 ? x / n : 0.5;
}

/** Over all pairs with a difference; concave in the proportion before, so its slope has one root. */
function greatestLogLikelihood(before: CountPair, after: CountPair, difference: number): number {
  let low = Math.max(0, -difference);
  let high = Math.min(1, 1 - difference);
  const rises = (share: number): boolean =>
    slopeOf(before, share) + slopeOf(after, share + difference) > 0;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (rises(middle)) low = middle;
    else high = middle;
  }
  const at = (share: number): number =>
    logLikelihood(before, share) + logLikelihood(after, share + difference);
  return Math.max(at(low), at(high));
}

function slopeOf({ x, n }: CountPair, share: number): number {
  return (x === 0 ? 0 : x / share) - (n === x ? 0 : (n - x) / (1 - share));
}

function logLikelihood({ x, n }: CountPair, share: number): number {
  const within = Math.min(1, Math.max(0, share));
  return (x === 0 ? 0 : x * Math.log(within)) + (n === x ? 0 : (n - x) * Math.log1p(-within));
}
