import { MEAN_MIN_SAMPLE } from '../../../signals/catalogue-entry.ts';
import { createNormal, createUniform } from './seeded-random.ts';
import {
  judgedCoverage,
  meanCoverage,
  proportionCoverage,
  quantileCoverage,
  ratioCoverage,
} from './simulate-coverage.ts';

/** A method on one kind of data, and how often its interval at 95 % must hold the truth. */
export interface CoverageCase {
  readonly method: string;
  readonly data: string;
  readonly atLeast: number;
  /** @returns share of simulated histories in which it always held */
  readonly cover: (histories: number) => number;
}

/** What the exact methods state. */
const NOMINAL = 0.95;
/** Asymptotic methods may miss three points more often, from their minimum sample upward. */
const WITHIN_TOLERANCE = 0.92;

const JUDGE = { sensitivity: 0.9, specificity: 0.97 };

function exact(method: string, data: string, cover: CoverageCase['cover']): CoverageCase {
  return { method, data, atLeast: NOMINAL, cover };
}

function asymptotic(method: string, data: string, cover: CoverageCase['cover']): CoverageCase {
  return { method, data, atLeast: WITHIN_TOLERANCE, cover };
}

/** Draws of mean 1 from one stream of random numbers. */
function createDraws(seed: number) {
  const uniform = createUniform(seed);
  const normal = createNormal(uniform);
  return {
    uniform,
    normal: () => 1 + normal() / 2,
    success: () => (uniform() < 0.8 ? 1.25 : 0),
    even: () => 0.5 + uniform(),
    /** Sigma 1: skewness 6.2. */
    lognormal: () => Math.exp(normal() - 0.5),
    /** One in so many is that much, the rest nothing. */
    rare: (oneIn: number) => () => (uniform() < 1 / oneIn ? oneIn : 0),
  };
}

const LOOKS = 'looked at daily for 90 days';

/** Coverage of the sequences and exact methods. */
export const EXACT_CASES: readonly CoverageCase[] = [
  ...[0.005, 0.05, 0.5].map((p) =>
    exact('proportion', `${100 * p} %, ${LOOKS}`, (histories) =>
      proportionCoverage(histories, p, createUniform(1)),
    ),
  ),
  ...[0.005, 0.05, 0.5].map((p) =>
    exact('proportion, corrected for a judge', `${100 * p} %, ${LOOKS}`, (histories) =>
      judgedCoverage(histories, p, JUDGE, createUniform(2)),
    ),
  ),
  ...[0.5, 0.95, 0.99].map((level) =>
    exact('quantile', `p${100 * level} of 400, at one look`, (histories) =>
      quantileCoverage(histories, 400, level, createUniform(3)),
    ),
  ),
];

/** Coverage of the methods that only hold for many samples. */
export const ASYMPTOTIC_CASES: readonly CoverageCase[] = [
  ...(['normal', 'success', 'lognormal'] as const).map((shape) =>
    asymptotic('mean', `${shape}, from ${MEAN_MIN_SAMPLE}, ${LOOKS}`, (histories) =>
      meanCoverage(histories, 1, MEAN_MIN_SAMPLE, createDraws(4)[shape]),
    ),
  ),
  ...(
    [
      [20, MEAN_MIN_SAMPLE],
      [50, 500],
      [200, 2000],
    ] as const
  ).map(([oneIn, from]) =>
    asymptotic('mean', `one run in ${oneIn} counts, from ${from}, ${LOOKS}`, (histories) =>
      meanCoverage(histories, 1, from, createDraws(5).rare(oneIn)),
    ),
  ),
  ...(
    [
      ['success', 'even'],
      ['lognormal', 'even'],
      ['lognormal', 'success'],
      ['even', 'lognormal'],
    ] as const
  ).map(([numerator, denominator]) =>
    asymptotic(
      'ratio of means',
      `${numerator} to ${denominator}, from ${MEAN_MIN_SAMPLE}, ${LOOKS}`,
      (histories) => {
        const draws = createDraws(6);
        return ratioCoverage(histories, 1, MEAN_MIN_SAMPLE, () => [
          draws[numerator](),
          draws[denominator](),
        ]);
      },
    ),
  ),
  asymptotic(
    'ratio of means',
    `one run in 20 counts, from ${MEAN_MIN_SAMPLE}, ${LOOKS}`,
    (histories) => {
      const draws = createDraws(7);
      const rare = draws.rare(20);
      return ratioCoverage(histories, 1, MEAN_MIN_SAMPLE, () => [rare(), draws.even()]);
    },
  ),
];
