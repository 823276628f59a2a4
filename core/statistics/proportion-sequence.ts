import betaln from '@stdlib/math-base-special-betaln';
import type { Interval } from './interval.ts';
import { requireLevel } from './require-level.ts';

/** ln B(½, ½) = ln π, the constant of the mixture's Beta(½, ½) weight. */
const LN_PI = Math.log(Math.PI);
/** Above this shift of the log-odds (n far below 1) eᵟ is taken out of the logarithm: it overflows at 709. */
const LARGE_SHIFT = 700;
/** With fewer hits the lower end is under the smallest double above 0. */
const NEGLIGIBLE_HITS = 1e-100;
/** Newton's error after a step is about the square of the step, so this leaves 1e-16. */
const STEP_TOLERANCE = 1e-8;
/** Two to seven steps suffice; the bound only keeps a fault from hanging. */
const MAX_STEPS = 100;

/**
 * Natural logarithm of the evidence against a proportion of `p0`: ln of
 * B(½+x, ½+n−x) / (B(½, ½) p0ˣ (1−p0)ⁿ⁻ˣ), the beta-binomial mixture likelihood ratio.
 *
 * Under a true proportion `p0` it exceeds ln(1/alpha) at any time with probability at most alpha.
 * Source: Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021 (Annals of Statistics 49).
 * @param x successes, 0 ≤ x ≤ n, fractional where an effective sample replaces n
 * @param n trials, ≥ 0
 * @param p0 the proportion under test, in [0, 1]; +Infinity where p0 makes the data impossible.
 * Throws a RangeError outside these ranges.
 * @example logMixtureEvidence(10, 200, 0.01) // 5.378467
 * @example Math.exp(logMixtureEvidence(10, 200, 0.01)) // 216.69
 * @example logMixtureEvidence(1, 200, 0) // Infinity
 */
export function logMixtureEvidence(x: number, n: number, p0: number): number {
  requireCounts(x, n);
  if (!(p0 >= 0 && p0 <= 1)) throw new RangeError(`a proportion must be in [0, 1], got ${p0}`);
  const misses = n - x;
  const hitTerm = x === 0 ? 0 : x * Math.log(p0);
  const missTerm = misses === 0 ? 0 : misses * Math.log1p(-p0);
  return betaln(x + 0.5, misses + 0.5) - LN_PI - hitTerm - missTerm;
}

/**
 * Confidence interval of a proportion that stays valid however often it is looked at:
 * all p0 whose evidence is below 1/alpha, to 12 digits or more.
 *
 * Source: as {@link logMixtureEvidence}. The equation is convex in the log-odds, so Newton's method converges.
 * @param x successes, 0 ≤ x ≤ n, fractional where an effective sample replaces n
 * @param n trials, ≥ 0; 0 gives [0, 1]
 * @param alpha error level over all looks together, in (0, 1); throws a RangeError outside these ranges
 * @returns proportions in [0, 1]; x = 0 gives low 0, x = n gives high 1
 * @example proportionInterval(4, 200, 0.05) // {low: 0.001872, high: 0.074038}
 * @example proportionInterval(0, 300, 0.05) // {low: 0, high: 0.021174}
 */
export function proportionInterval(x: number, n: number, alpha: number): Interval {
  requireCounts(x, n);
  requireLevel(alpha);
  if (n === 0) return { low: 0, high: 1 };
  const misses = n - x;
  if (x > misses) {
    const mirrored = rareInterval(misses, x, n, alpha);
    return { low: 1 - mirrored.high, high: 1 - mirrored.low };
  }
  return rareInterval(x, misses, n, alpha);
}

/**
 * On which side of a limit the whole interval of {@link proportionInterval} lies, by one evaluation.
 * @param x successes, 0 ≤ x ≤ n, fractional where an effective sample replaces n
 * @param n trials, ≥ 0; 0 is `open`
 * @param limit proportion, in [0, 1]
 * @param alpha error level over all looks together, in (0, 1); throws a RangeError outside these ranges
 * @returns `open` while the interval contains the limit
 * @example proportionSide(4, 200, 0.1, 0.05) // 'below'
 * @example proportionSide(4, 200, 0.05, 0.05) // 'open'
 * @example proportionSide(10, 200, 0.01, 0.05) // 'above'
 */
export function proportionSide(
  x: number,
  n: number,
  limit: number,
  alpha: number,
): 'below' | 'above' | 'open' {
  requireLevel(alpha);
  if (logMixtureEvidence(x, n, limit) < -Math.log(alpha)) return 'open';
  return x < limit * n ? 'below' : 'above';
}

function requireCounts(x: number, n: number): void {
  if (!(x >= 0 && x <= n && n < Infinity))
    throw new RangeError(`counts must satisfy 0 <= x <= n, got ${x} of ${n}`);
}

/** The interval where hits are at most half: the case in which no digit is lost. */
function rareInterval(hits: number, misses: number, n: number, alpha: number): Interval {
  const toThreshold = -Math.log(alpha) - (betaln(hits + 0.5, misses + 0.5) - LN_PI);
  if (hits < NEGLIGIBLE_HITS) return { low: 0, high: -Math.expm1(-toThreshold / n) };
  const lnShare = Math.log(hits / n);
  const rise = toThreshold + hits * lnShare + misses * Math.log1p(-hits / n);
  const start = Math.sqrt((2 * rise * n) / (hits * misses)); // exact for a normal likelihood
  const atMost = (rise - n * lnShare) / misses; // where the asymptote, which lies below the curve, has risen
  return {
    low: shiftedProportion(hits, misses, solveShift(hits, misses, rise, -start)),
    high: shiftedProportion(hits, misses, solveShift(hits, misses, rise, Math.min(start, atMost))),
  };
}

/** The proportion whose log-odds lie `shift` from those of hits : misses. */
function shiftedProportion(hits: number, misses: number, shift: number): number {
  return hits / (hits + misses * Math.exp(-shift));
}

/** The shift of the log-odds, on the side of `start`, at which ln E has risen by `rise` over its minimum. */
function solveShift(hits: number, misses: number, rise: number, start: number): number {
  const n = hits + misses;
  const share = hits / n;
  let shift = start;
  for (let i = 0; i < MAX_STEPS; i++) {
    const risen =
      shift < LARGE_SHIFT
        ? n * Math.log1p(share * Math.expm1(shift)) - hits * shift
        : n * Math.log(share + (misses / n) * Math.exp(-shift)) + misses * shift;
    const slope = n * shiftedProportion(hits, misses, shift) - hits;
    const step = (risen - rise) / slope;
    shift -= step;
    if (Math.abs(step) <= STEP_TOLERANCE * Math.abs(shift)) return shift;
  }
  throw new Error(`no bound found for ${hits} of ${n}`);
}
