import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fiellerInterval, type MeanPair } from '../../../core/statistics/fieller.ts';
import type { Interval } from '../../../core/statistics/interval.ts';
import {
  correctForJudge,
  correctIntervalForJudge,
} from '../../../core/statistics/judge-correction.ts';
import { histogramOf, valueAtRank } from '../../../core/statistics/log-histogram.ts';
import { meanInterval, meanSequenceMultiplier } from '../../../core/statistics/mean-sequence.ts';
import { movingMeanMultiplier } from '../../../core/statistics/moving-mean-sequence.ts';
import { proportionInterval } from '../../../core/statistics/proportion-sequence.ts';
import { quantileRanks } from '../../../core/statistics/quantile-ranks.ts';
import { theilSen } from '../../../core/statistics/theil-sen.ts';

/** A method's interval for data that lies at `position` (0 to 1), `times` as often, at an error level; null where it has none. */
interface Method {
  readonly name: string;
  readonly estimate: (position: number) => number;
  readonly interval: (position: number, times: number, alpha: number) => Interval | null;
  /** How far an end may jump because ranks are whole: in the unit of the interval. */
  readonly grain?: number;
}

const SAMPLE = 400;
const JUDGE = { sensitivity: 0.9, specificity: 0.95 };

/** A ratio with a numerator that grows with the position. */
function pairAt(position: number, n: number): MeanPair {
  return {
    numeratorMean: 1 + 4 * position,
    denominatorMean: 2,
    numeratorVariance: 4 / n,
    denominatorVariance: 1 / n,
    covariance: 0.5 / n,
  };
}

/** Latencies of a growing sample: the same 400 values again and again, all longer the higher the position. */
function quantileAt(position: number, times: number, alpha: number): Interval | null {
  const values = Array.from({ length: SAMPLE }, (_, i) => (100 + i) * (1 + position));
  const ranks = quantileRanks(SAMPLE * times, 0.95, alpha);
  if (ranks === null) return null;
  const histogram = histogramOf(values);
  const valueAt = (rank: number): number => valueAtRank(histogram, Math.ceil(rank / times))!;
  return { low: valueAt(ranks.lower), high: valueAt(ranks.upper) };
}

const NOISE = [0.3, -0.2, 0.1, -0.4, 0.25, 0, -0.1, 0.15, -0.3, 0.2];

/** Days with a slope that grows with the position; more days of the same noise. */
function slopeAt(position: number, times: number, alpha: number) {
  const days = Array.from({ length: 10 * times }, (_, day) => day);
  const ys = days.map((day) => position * day + NOISE[day % NOISE.length]!);
  return theilSen(days, ys, alpha);
}

const meanAt = (position: number, multiplier: (n: number, alpha: number) => number) => {
  return (times: number, alpha: number): Interval => {
    const n = SAMPLE * times;
    const halfWidth = multiplier(n, alpha) * (3 / Math.sqrt(n));
    return { low: 10 * position - halfWidth, high: 10 * position + halfWidth };
  };
};

const METHODS: readonly Method[] = [
  {
    name: 'a proportion',
    estimate: (position) => position,
    interval: (position, times, alpha) =>
      proportionInterval(position * SAMPLE * times, SAMPLE * times, alpha),
  },
  {
    name: 'a proportion corrected for a judge',
    estimate: (position) => correctForJudge(position, JUDGE)!,
    interval: (position, times, alpha) =>
      correctIntervalForJudge(
        proportionInterval(position * SAMPLE * times, SAMPLE * times, alpha),
        JUDGE,
      ),
  },
  {
    name: 'a quantile',
    estimate: (position) => 479 * (1 + position),
    interval: quantileAt,
    grain: 10,
  },
  {
    name: 'a mean',
    estimate: (position) => 10 * position,
    interval: (position, times, alpha) =>
      meanInterval({ n: SAMPLE * times, mean: 10 * position, variance: 9 }, alpha, 1000),
  },
  {
    name: 'a mean that is trusted over a moving window',
    estimate: (position) => 10 * position,
    interval: (position, times, alpha) =>
      meanAt(position, (n, level) => movingMeanMultiplier(n, level, 1000))(times, alpha),
  },
  {
    name: 'a ratio of means',
    estimate: (position) => (1 + 4 * position) / 2,
    interval: (position, times, alpha) => {
      const n = SAMPLE * times;
      return fiellerInterval(pairAt(position, n), meanSequenceMultiplier(n, alpha, 1000));
    },
  },
  {
    name: 'a trend',
    estimate: (position) => slopeAt(position, 1, 0.05)!.slope,
    interval: (position, times, alpha) => slopeAt(position, times, alpha)!.interval,
  },
];

const positions = fc.double({ min: 0, max: 1, noNaN: true });
const levels = fc.constantFrom(0.001, 0.01, 0.05, 0.2);
const times = fc.integer({ min: 1, max: 5 });
const shares = fc.double({ min: 0.1, max: 1, noNaN: true });
const width = ({ low, high }: Interval): number => high - low;
/** Rounding of the last digits. */
const ROUNDING = 1e-9;

describe.each(METHODS)('the interval of $name', ({ estimate, interval, grain = 0 }) => {
  const slack = grain + ROUNDING;

  it('holds the estimate', () => {
    fc.assert(
      fc.property(positions, levels, (position, alpha) => {
        const found = interval(position, 1, alpha);
        if (found === null) return;
        expect(found.low).toBeLessThanOrEqual(estimate(position) + slack);
        expect(found.high).toBeGreaterThanOrEqual(estimate(position) - slack);
      }),
    );
  });

  it('narrows as the same data comes again', () => {
    fc.assert(
      fc.property(positions, levels, times, (position, alpha, more) => {
        const few = interval(position, 1, alpha);
        const many = interval(position, 1 + more, alpha);
        if (few === null || many === null) return;
        expect(width(many)).toBeLessThanOrEqual(width(few) + slack);
      }),
    );
  });

  it('widens to both sides with the confidence', () => {
    fc.assert(
      fc.property(positions, levels, shares, (position, alpha, share) => {
        const sure = interval(position, 1, alpha);
        const surer = interval(position, 1, alpha * share);
        if (sure === null || surer === null) return;
        expect(surer.low).toBeLessThanOrEqual(sure.low + ROUNDING);
        expect(surer.high).toBeGreaterThanOrEqual(sure.high - ROUNDING);
      }),
    );
  });

  it('rises with the data', () => {
    fc.assert(
      fc.property(positions, positions, levels, (a, b, alpha) => {
        const lower = interval(Math.min(a, b), 1, alpha);
        const higher = interval(Math.max(a, b), 1, alpha);
        if (lower === null || higher === null) return;
        expect(higher.low).toBeGreaterThanOrEqual(lower.low - ROUNDING);
        expect(higher.high).toBeGreaterThanOrEqual(lower.high - ROUNDING);
      }),
    );
  });

  it('exists for ordinary data', () => {
    expect(interval(0.3, 1, 0.05)).not.toBeNull();
  });
});
