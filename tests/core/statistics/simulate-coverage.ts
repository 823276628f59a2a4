import { fiellerInterval } from '../../../core/statistics/fieller.ts';
import type { Interval } from '../../../core/statistics/interval.ts';
import { correctIntervalForJudge, type Judge } from '../../../core/statistics/judge-correction.ts';
import { meanInterval, meanSequenceMultiplier } from '../../../core/statistics/mean-sequence.ts';
import {
  proportionInterval,
  proportionSide,
} from '../../../core/statistics/proportion-sequence.ts';
import { quantileRanks } from '../../../core/statistics/quantile-ranks.ts';
import { sampleCovariance, sampleMoments } from '../../../core/statistics/sample-moments.ts';

const ALPHA = 0.05;
const EXPECTED_SAMPLE = 1000;
const DAYS = 90;
const RUNS_PER_DAY = 50;

/** Share of histories in which nothing that was looked at missed the truth. */
function shareHeld(histories: number, held: () => boolean): number {
  let count = 0;
  for (let history = 0; history < histories; history++) if (held()) count += 1;
  return count / histories;
}

/** Whether a sample that grows by a day's runs holds the truth on every one of 90 days, its first look at `first`. */
function heldDaily(first: number, add: (runs: number) => void, holds: () => boolean): boolean {
  add(first);
  for (let day = 1; holds(); day++) {
    if (day === DAYS) return true;
    add(RUNS_PER_DAY);
  }
  return false;
}

/** How often the sequence of a proportion holds it on all of 90 days. */
export function proportionCoverage(histories: number, p: number, uniform: () => number): number {
  return shareHeld(histories, () => {
    let hits = 0;
    let n = 0;
    const add = (runs: number): void => {
      n += runs;
      for (let run = 0; run < runs; run++) if (uniform() < p) hits += 1;
    };
    return heldDaily(RUNS_PER_DAY, add, () => proportionSide(hits, n, p, ALPHA) === 'open');
  });
}

/** How often the corrected interval of a proportion that a judge of known quality reports holds the truth on all of 90 days. */
export function judgedCoverage(
  histories: number,
  p: number,
  judge: Judge,
  uniform: () => number,
): number {
  return shareHeld(histories, () => {
    let hits = 0;
    let n = 0;
    const add = (runs: number): void => {
      n += runs;
      for (let run = 0; run < runs; run++) {
        const says = uniform() < p ? judge.sensitivity : 1 - judge.specificity;
        if (uniform() < says) hits += 1;
      }
    };
    const holds = (): boolean =>
      isWithin(p, correctIntervalForJudge(proportionInterval(hits, n, ALPHA), judge));
    return heldDaily(RUNS_PER_DAY, add, holds);
  });
}

/** How often the ranks around a quantile hold it, at one look at n observations. */
export function quantileCoverage(
  histories: number,
  n: number,
  level: number,
  uniform: () => number,
): number {
  const { lower, upper } = quantileRanks(n, level, ALPHA)!;
  return shareHeld(histories, () => {
    const sorted = Float64Array.from({ length: n }, uniform).sort();
    return sorted[lower - 1]! <= level && sorted[upper - 1]! >= level;
  });
}

/** How often the sequence of a mean holds it on all of 90 days, the first of them at the minimum sample. */
export function meanCoverage(
  histories: number,
  truth: number,
  minSample: number,
  draw: () => number,
): number {
  return shareHeld(histories, () => {
    const sums = { n: 0, sum: 0, sumSquares: 0 };
    const add = (runs: number): void => {
      sums.n += runs;
      for (let run = 0; run < runs; run++) {
        const value = draw();
        sums.sum += value;
        sums.sumSquares += value * value;
      }
    };
    const holds = (): boolean =>
      isWithin(truth, meanInterval(sampleMoments(sums)!, ALPHA, EXPECTED_SAMPLE));
    return heldDaily(minSample, add, holds);
  });
}

/**
 * How often Fieller's interval with the sequence's multiplier holds a ratio of means on all of 90 days, the first of
 * them at the minimum sample. A look at which it has no end counts as held: there is then no number either.
 */
export function ratioCoverage(
  histories: number,
  truth: number,
  minSample: number,
  draw: () => readonly [numerator: number, denominator: number],
): number {
  return shareHeld(histories, () => {
    const sums = { n: 0, sumX: 0, sumY: 0, sumXX: 0, sumYY: 0, sumXY: 0 };
    const add = (runs: number): void => {
      sums.n += runs;
      for (let run = 0; run < runs; run++) {
        const [x, y] = draw();
        sums.sumX += x;
        sums.sumY += y;
        sums.sumXX += x * x;
        sums.sumYY += y * y;
        sums.sumXY += x * y;
      }
    };
    return heldDaily(minSample, add, () => {
      const interval = ratioInterval(sums);
      return interval === null || isWithin(truth, interval);
    });
  });
}

function ratioInterval(sums: {
  n: number;
  sumX: number;
  sumY: number;
  sumXX: number;
  sumYY: number;
  sumXY: number;
}): Interval | null {
  const { n } = sums;
  const x = sampleMoments({ n, sum: sums.sumX, sumSquares: sums.sumXX })!;
  const y = sampleMoments({ n, sum: sums.sumY, sumSquares: sums.sumYY })!;
  const pair = {
    numeratorMean: x.mean,
    denominatorMean: y.mean,
    numeratorVariance: x.variance! / n,
    denominatorVariance: y.variance! / n,
    covariance: sampleCovariance(sums)! / n,
  };
  return fiellerInterval(pair, meanSequenceMultiplier(n, ALPHA, EXPECTED_SAMPLE));
}

function isWithin(truth: number, interval: Interval | null): boolean {
  return interval !== null && interval.low <= truth && truth <= interval.high;
}
