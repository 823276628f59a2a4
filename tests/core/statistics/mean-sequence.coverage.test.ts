import { expect, it } from 'vitest';
import { meanInterval } from '../../../core/statistics/mean-sequence.ts';
import { sampleMoments } from '../../../core/statistics/sample-moments.ts';
import { createNormal, createUniform } from './seeded-random.ts';

const HISTORIES = 1500;
const DAYS = 90;
const RUNS_PER_DAY = 50;

/** Share of histories in which the 95 % interval held the truth on every day from the minimum sample on. */
function coverage(draw: () => number, truth: number, minSample: number): number {
  let held = 0;
  for (let history = 0; history < HISTORIES; history++) {
    const sums = { n: 0, sum: 0, sumSquares: 0 };
    let missed = false;
    for (let day = 1; day <= DAYS && !missed; day++) {
      for (let run = 0; run < RUNS_PER_DAY; run++) {
        const value = draw();
        sums.n += 1;
        sums.sum += value;
        sums.sumSquares += value * value;
      }
      if (sums.n < minSample) continue;
      const { low, high } = meanInterval(sampleMoments(sums)!, 0.05, 1000)!;
      missed = truth < low || truth > high;
    }
    if (!missed) held += 1;
  }
  return held / HISTORIES;
}

it('the mean of normal data looked at daily for 90 days stays in the 95 % interval, from 50 observations on', () => {
  const normal = createNormal(createUniform(1));
  expect(coverage(normal, 0, 50)).toBeGreaterThanOrEqual(0.95);
});

it('the mean of lognormal data (skewness 6) does so within two points, from 200 observations on', () => {
  const normal = createNormal(createUniform(2));
  expect(coverage(() => Math.exp(normal()), Math.exp(0.5), 200)).toBeGreaterThanOrEqual(0.93);
});

it('the mean of rare data (one run in fifty) does so within two points, from 500 observations on', () => {
  const uniform = createUniform(3);
  expect(coverage(() => (uniform() < 0.02 ? 1 : 0), 0.02, 500)).toBeGreaterThanOrEqual(0.93);
});
