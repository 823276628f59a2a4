import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../core/statistics/clopper-pearson.ts';
import { correctForJudge } from '../../core/statistics/judge-correction.ts';
import { proportionInterval } from '../../core/statistics/proportion-sequence.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, StatedJudge } from '../../signals/estimate.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { parametersOf, windowOf } from './sample-window.ts';

const rate = (x: number, n: number, judge?: StatedJudge): Estimate =>
  estimateSignal(
    'hallucination_rate',
    windowOf({ judged: n, hallucinated: x }),
    parametersOf(judge === undefined ? {} : { judge }),
  );

const exact = { sensitivity: 0.9, specificity: 0.97 };
const validated = { ...exact, n_positive: 100, n_negative: 400 };

describe('a judge whose quality rests on counted cases', () => {
  test('has the value of an exact one, and a wider interval that says so', () => {
    const sure = rate(20, 200, exact);
    const unsure = rate(20, 200, validated);
    expect(unsure.value).toBe(sure.value);
    expect(unsure.low).toBeLessThan(sure.low!);
    expect(unsure.high).toBeGreaterThan(sure.high!);
    expect(sure.method).toBe(
      'beta-binomial confidence sequence, corrected for the judge, whose stated quality is taken as exact',
    );
    expect(unsure.method).toBe(
      'beta-binomial confidence sequence, corrected for the judge, with the uncertainty of its own quality',
    );
  });

  test('has the widest interval that report, sensitivity and specificity allow at their shares of the error level', () => {
    const found = rate(20, 200, validated);
    const reported = proportionInterval(20, 200, 0.025);
    const sensitivity = clopperPearson(90, 100, 0.0125);
    const specificity = clopperPearson(388, 400, 0.0125);
    const corners = [reported.low, reported.high].flatMap((share) =>
      [sensitivity.low, sensitivity.high].flatMap((sens) =>
        [specificity.low, specificity.high].map((spec) =>
          correctForJudge(share, { sensitivity: sens, specificity: spec })!,
        ),
      ),
    );
    expect(found.low).toBeCloseTo(Math.min(...corners), 12);
    expect(found.high).toBeCloseTo(Math.max(...corners), 12);
  });

  test('comes to that of an exact one as its cases grow', () => {
    const many = rate(20, 200, { ...exact, n_positive: 1e9, n_negative: 1e9 });
    const reported = proportionInterval(20, 200, 0.025);
    expect(many.low).toBeCloseTo(correctForJudge(reported.low, exact)!, 3);
    expect(many.high).toBeCloseTo(correctForJudge(reported.high, exact)!, 3);
  });

  test('that its cases do not show to be better than chance bounds nothing', () => {
    const poor = { sensitivity: 0.6, specificity: 0.6, n_positive: 10, n_negative: 10 };
    const found = rate(100, 200, poor);
    expect(found).toMatchObject({ state: 'ok', low: 0, high: 1 });
  });

  test('decides on the side of any limit on which its interval lies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: -50, max: 1050 }).map((x) => x / 1000),
        (x, sensitivity, specificity, cases, limit) => {
          const judge = { sensitivity, specificity, n_positive: cases, n_negative: cases };
          const found = rate(x, 400, judge);
          const { side } = readSignal(
            'hallucination_rate',
            windowOf({ judged: 400, hallucinated: x }),
            parametersOf({ judge }),
            limit,
          );
          if (found.state !== 'ok') {
            expect(side).toBe('open');
            return;
          }
          const { low, high, value } = found as { low: number; high: number; value: number };
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(side).toBe(high < limit ? 'good' : low > limit ? 'bad' : 'open');
        },
      ),
      { numRuns: 400 },
    );
  });

  test('covers the truth at least as often as it says, with its quality drawn anew each time', () => {
    const uniform = createUniform(4_010);
    const binomial = (n: number, p: number): number => {
      let hits = 0;
      for (let i = 0; i < n; i++) if (uniform() < p) hits += 1;
      return hits;
    };
    const truth = 0.1;
    let missed = 0;
    for (let i = 0; i < 400; i++) {
      const judge = {
        sensitivity: binomial(40, 0.85) / 40,
        specificity: binomial(60, 0.9) / 60,
        n_positive: 40,
        n_negative: 60,
      };
      const found = rate(binomial(300, truth * 0.85 + (1 - truth) * 0.1), 300, judge);
      if (found.state !== 'ok' || found.low! > truth || found.high! < truth) missed += 1;
    }
    expect(missed / 400).toBeLessThanOrEqual(0.05);
  });
});
