import { meanInflation, serialCorrelation } from './serial-correlation.ts';

/** Points before a change that it is told from: a month of days at least, two at most. */
const FEWEST_BEFORE = 30;
const MOST_BEFORE = 60;
/** Points after it: a single odd value is none, and after three weeks it would have been told. */
const FEWEST_AFTER = 4;
const MOST_AFTER = 20;
/**
 * Standard errors by which both sides must differ. Without a change any of 300 points is taken for one in
 * about 1 % of series, whatever their distribution, and in at most 2 % where neighbours are correlated.
 */
const THRESHOLD = 4;

/** The shortest series in which a change can be told. */
export const FEWEST_FOR_CHANGE = FEWEST_BEFORE + FEWEST_AFTER;

/** A sudden change of level in a series. */
export interface DetectedChange {
  /** The first point after the change, from 0. */
  readonly index: number;
  /** The point at which it was told. */
  readonly foundAt: number;
  readonly direction: 'up' | 'down';
}

/**
 * Sudden changes of level in a series, each told as soon as the points so far show it: at every point the
 * last 4 to 20 values are compared with the up to 60 before them by a Mann-Whitney test, whose standard error
 * is widened where neighbouring values are correlated. It looks no further back, so that a level that
 * creeps is left to the trend. The change lies where both sides stray least from their medians; after it
 * the series begins anew.
 *
 * Source: Hawkins and Deng 2010, "A nonparametric change-point control chart" (Journal of Quality Technology
 * 42), with both sides bounded. Whether there is one rests on ranks alone, so no distribution is assumed
 * and ties do no harm.
 * @param values in order of time, finite; throws a RangeError otherwise
 * @returns ascending; empty below 34 points
 * @example findChanges([...Array(40).keys()].map((i) => (i * 7) % 5).concat([...Array(9).keys()].map((i) => 20 + (i % 3)))) // [{index: 40, foundAt: 46, direction: 'up'}]
 * @example findChanges([...Array(99).keys()].map((i) => (i * 7) % 5)) // []
 */
export function findChanges(values: readonly number[]): readonly DetectedChange[] {
  if (!values.every(Number.isFinite)) throw new RangeError('values must be finite');
  const found: DetectedChange[] = [];
  let start = 0;
  for (;;) {
    const change = firstChange(values.slice(start));
    if (change === null) return found;
    found.push({
      ...change,
      index: start + change.index,
      foundAt: start + change.foundAt,
    });
    start += change.index;
  }
}

function firstChange(values: readonly number[]): DetectedChange | null {
  /** By first point after a split: how often a value since then exceeds one of those before. */
  const wins = new Float64Array(values.length);
  for (let last = FEWEST_BEFORE; last < values.length; last++) {
    const first = Math.max(FEWEST_BEFORE, last - MOST_AFTER + 1);
    let correlation: number | null = null;
    let furthest = 0;
    for (let split = first; split <= last; split++) {
      const from = Math.max(0, split - MOST_BEFORE);
      wins[split]! += winsOver(values, from, split, values[last]!);
      const [before, after] = [split - from, last - split + 1];
      const apart = standardErrors(wins[split]!, before, after);
      if (after < FEWEST_AFTER || Math.abs(apart) <= THRESHOLD) continue;
      correlation ??= serialCorrelation(values.slice(0, first));
      const corrected = apart / widening(correlation, before, after);
      if (Math.abs(corrected) > Math.abs(furthest)) furthest = corrected;
    }
    if (Math.abs(furthest) > THRESHOLD) {
      const index = bestSplit(values, first, last);
      return { index, foundAt: last, direction: furthest > 0 ? 'up' : 'down' };
    }
  }
  return null;
}

/** The split from which the values on both sides stray least from their medians. */
function bestSplit(values: readonly number[], first: number, last: number): number {
  const from = Math.max(0, first - MOST_BEFORE);
  let best = first;
  let least = Infinity;
  for (let split = first; split <= last - FEWEST_AFTER + 1; split++) {
    const strayed =
      deviations(values.slice(from, split)) + deviations(values.slice(split, last + 1));
    if (strayed < least) [best, least] = [split, strayed];
  }
  return best;
}

/** Sum of the absolute deviations from the median. */
function deviations(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  return sorted.reduce((sum, value) => sum + Math.abs(value - median), 0);
}

/** How many of the values at [from, to) a value exceeds; equal ones count half. */
function winsOver(values: readonly number[], from: number, to: number, value: number): number {
  let wins = 0;
  for (let i = from; i < to; i++) {
    if (value > values[i]!) wins += 1;
    else if (value === values[i]) wins += 0.5;
  }
  return wins;
}

/** Mann and Whitney's statistic, standardised; without the correction for ties, which would only sharpen it. */
function standardErrors(wins: number, before: number, after: number): number {
  const variance = (before * after * (before + after + 1)) / 12;
  return (wins - (before * after) / 2) / Math.sqrt(variance);
}

/** By how much correlation between neighbours widens the standard error of a difference. */
function widening(correlation: number, before: number, after: number): number {
  const correlated =
    meanInflation(after, correlation) / after + meanInflation(before, correlation) / before;
  return Math.sqrt(correlated / (1 / after + 1 / before));
}
