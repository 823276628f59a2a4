import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../core/statistics/clopper-pearson.ts';
import { correctForJudge } from '../../core/statistics/judge-correction.ts';
import { proportionInterval } from '../../core/statistics/proportion-sequence.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { compareProportions } from '../../signals/compare-proportions.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { correctionsOf } from '../../store/questions/read-corrections.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate, StatedJudge } from '../../signals/estimate.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { historyRows, hourRow, parametersOf, windowOf } from './sample-window.ts';

const rate = (x: number, n: number, judge?: StatedJudge): Estimate =>
  estimateSignal(
    'hallucination_rate',
    windowOf({ judged: n, hallucinated: x }),
    parametersOf(judge === undefined ? {} : { judge }),
  );

const exact = { sensitivity: 0.9, specificity: 0.97 };
const validated = { ...exact, n_positive: 100, n_negative: 400 };

describe('runs that people judged, under a policy that corrects a judge', () => {
  const HOURS = 3;
  type Share = readonly [x: number, n: number];
  /** Runs judged by the judge on the run, and by people later; hallucinated of each. */
  const windowWith = (reports: Share, people: Share): TelemetryWindow => {
    const corrections = Array.from({ length: people[1] }, (_, i) =>
      correctionsOf({
        runMs: i,
        flag: -1,
        judgements: [[i + 1, 1 + (i % 2), Number(i < people[0])]],
      }),
    ).flat();
    const [x, n] = reports;
    const hours = [hourRow(0, { judged: n, hallucinated: x })];
    const rows = historyRows({ hours, corrections, endMs: HOURS * HOUR_MS });
    return createHistory(rows).window(0, HOURS * HOUR_MS);
  };
  const judged = (reports: Share, people: Share, judge?: StatedJudge): Estimate =>
    estimateSignal(
      'hallucination_rate',
      windowWith(reports, people),
      parametersOf(judge === undefined ? {} : { judge }),
    );

  test('count as they are where nobody else judged: 5 % found by people are no 2.3 %', () => {
    const found = judged([0, 0], [100, 2000], exact);
    expect(found).toEqual(judged([0, 0], [100, 2000]));
    expect(found).toMatchObject({ value: 0.05, ...proportionInterval(100, 2000, 0.05) });
  });

  test('count beside what the judge reported, which alone is corrected', () => {
    const found = judged([60, 600], [20, 400], exact);
    const ofJudge = correctForJudge(60 / 600, exact)!;
    expect(found.value).toBeCloseTo(0.6 * ofJudge + 0.4 * 0.05, 12);
    expect(found.low).toBeLessThan(found.value!);
    expect(found.high).toBeGreaterThan(found.value!);
    expect(found.n).toBe(1000);
    expect(judged([60, 600], [20, 400], validated).low).toBeLessThan(found.low!);
  });

  test('differ between two releases by what people found, not by more', () => {
    const windows = { before: windowWith([0, 0], [20, 400]), after: windowWith([0, 0], [60, 400]) };
    const entry = signalEntry('hallucination_rate');
    const found = compareProportions(entry, windows, parametersOf({ judge: exact }));
    const plain = compareProportions(entry, windows, parametersOf());
    if (found.kind !== 'known' || plain.kind !== 'known') throw new Error('both are known');
    expect(found.value).toBeCloseTo(0.1, 12);
    expect(found.low).toBeLessThanOrEqual(plain.low);
    expect(found.high).toBeGreaterThanOrEqual(plain.high);
  });

  test('stay what the person said last, whatever a model says afterwards', () => {
    const [first, ...rest] = correctionsOf({
      runMs: 0,
      flag: 1,
      judgements: [
        [1, 3, 1],
        [2, 2, 1],
        [3, 1, 0],
        [4, 3, 1],
      ],
    });
    expect(first).not.toHaveProperty('judgedByPeople');
    expect(rest).toMatchObject([
      { judged: 0, hallucinated: 0, judgedByPeople: 1, hallucinatedByPeople: 1 },
      { judged: 0, hallucinated: -1, judgedByPeople: 0, hallucinatedByPeople: -1 },
    ]);
    expect(rest).toHaveLength(2);
  });
});

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
