import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differenceInterval,
  widestDifference,
} from '../../../core/statistics/difference-interval.ts';
import { differenceLevel } from '../../../core/statistics/difference-level.ts';
import { pairedDifference } from '../../../core/statistics/difference-paired.ts';
import { logDifferenceEvidence } from '../../../core/statistics/difference-proportions.ts';
import { proportionDifference } from '../../../core/statistics/difference-proportions.ts';
import { meanSequenceMultiplier } from '../../../core/statistics/mean-sequence.ts';
import { proportionInterval } from '../../../core/statistics/proportion-sequence.ts';

const counts = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, share]) => ({ x: Math.round(n * share), n }));
const pairs = fc.record({
  improved: fc.integer({ min: 0, max: 200 }),
  worsened: fc.integer({ min: 0, max: 200 }),
  unchanged: fc.integer({ min: 0, max: 500 }),
});
const alpha = fc.double({ min: 0.0005, max: 0.2, noNaN: true });
const SLACK = 1e-9;

describe('the interval of a difference of proportions', () => {
  it('holds the estimate, turns around with the sides, and widens with confidence', () => {
    fc.assert(
      fc.property(counts, counts, alpha, (before, after, level) => {
        const { low, high } = proportionDifference(before, after, level);
        const estimate = after.x / after.n - before.x / before.n;
        expect(low).toBeLessThanOrEqual(estimate + SLACK);
        expect(high).toBeGreaterThanOrEqual(estimate - SLACK);
        const turned = proportionDifference(after, before, level);
        expect(turned.low).toBeCloseTo(-high, 8);
        expect(turned.high).toBeCloseTo(-low, 8);
        const surer = proportionDifference(before, after, level / 2);
        expect(surer.low).toBeLessThanOrEqual(low + SLACK);
        expect(surer.high).toBeGreaterThanOrEqual(high - SLACK);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves 0 out exactly where the pooled evidence is against it', () => {
    fc.assert(
      fc.property(counts, counts, alpha, (before, after, level) => {
        const evidence = logDifferenceEvidence(before, after, 0);
        fc.pre(Math.abs(evidence + Math.log(level)) > 1e-6);
        const { low, high } = proportionDifference(before, after, level);
        expect(low > 0 || high < 0).toBe(evidence > -Math.log(level));
      }),
      { numRuns: 60 },
    );
  });

  it('is that of one side where the other is known beyond doubt', () => {
    const { low, high } = proportionDifference({ x: 3e8, n: 1e9 }, { x: 40, n: 400 }, 0.05);
    const alone = proportionInterval(40, 400, 0.05);
    // Not narrower; the mixture over the other side costs some.
    expect(low).toBeLessThan(alone.low - 0.3);
    expect(low).toBeGreaterThan(alone.low - 0.3 - 0.03);
    expect(high).toBeGreaterThan(alone.high - 0.3);
    expect(high).toBeLessThan(alone.high - 0.3 + 0.05);
  });

  it('is narrower than what both intervals at half the level leave', () => {
    const before = { x: 50, n: 1000 };
    const after = { x: 60, n: 1000 };
    const joint = proportionDifference(before, after, 0.05);
    const apart = widestDifference(
      proportionInterval(before.x, before.n, 0.025),
      proportionInterval(after.x, after.n, 0.025),
    );
    expect(joint.high - joint.low).toBeLessThan(0.95 * (apart.high - apart.low));
  });
});

describe('the interval of a paired difference', () => {
  it('holds the estimate and turns around with the sides', () => {
    fc.assert(
      fc.property(pairs, alpha, (some, level) => {
        const all = some.improved + some.worsened + some.unchanged;
        fc.pre(all > 0);
        const { low, high } = pairedDifference(some, level);
        const estimate = (some.improved - some.worsened) / all;
        expect(low).toBeLessThanOrEqual(estimate + SLACK);
        expect(high).toBeGreaterThanOrEqual(estimate - SLACK);
        const { improved, worsened, unchanged } = some;
        const turned = pairedDifference(
          { improved: worsened, worsened: improved, unchanged },
          level,
        );
        expect(turned.low).toBeCloseTo(-high, 8);
        expect(turned.high).toBeCloseTo(-low, 8);
      }),
      { numRuns: 60 },
    );
  });

  it('shows a small steady gain that unpaired samples of that size leave open', () => {
    const paired = pairedDifference({ improved: 40, worsened: 5, unchanged: 455 }, 0.05);
    const unpaired = proportionDifference({ x: 300, n: 500 }, { x: 335, n: 500 }, 0.05);
    expect(paired.low).toBeGreaterThan(0);
    expect(unpaired.low).toBeLessThan(0);
  });
});

describe('intervals put together', () => {
  it('are those of a difference of means, at the level of both sides’ joint sequence', () => {
    const rhoSquared = (level: number, expected: number): number =>
      (Math.log1p(-2 * Math.log(level)) - 2 * Math.log(level)) / expected;
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100_000 }),
        fc.integer({ min: 2, max: 100_000 }),
        alpha,
        fc.integer({ min: 10, max: 10_000 }),
        (n, other, level, expected) => {
          const side = differenceLevel(other, level, expected);
          const rho = rhoSquared(level, expected);
          const joint = 0.5 * Math.log1p(n * rho) + 0.5 * Math.log1p(other * rho) - Math.log(level);
          expect(meanSequenceMultiplier(n, side.alpha, side.expectedSample)).toBeCloseTo(
            Math.sqrt(2 * (1 + 1 / (n * rho)) * joint),
            8,
          );
        },
      ),
    );
  });

  it('are never wider than what both ends together allow', () => {
    const side = fc
      .tuple(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
      )
      .map(([value, below, above]) => ({ value, low: value - below, high: value + above }));
    fc.assert(
      fc.property(side, side, (before, after) => {
        const squared = differenceInterval(before, after);
        const widest = widestDifference(before, after);
        expect(squared.low).toBeGreaterThanOrEqual(widest.low - SLACK);
        expect(squared.high).toBeLessThanOrEqual(widest.high + SLACK);
      }),
    );
  });
});
