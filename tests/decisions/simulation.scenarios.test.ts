import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../bench/decisions/all-scenarios.ts';
import { judgeHistory } from '../bench/decisions/judge-history.ts';
import { missingEvidence } from '../bench/decisions/missing-evidence.ts';
import { policyOf, replayScenario, rowsOf } from '../bench/decisions/replay-scenario.ts';
import { seedOf } from '../bench/decisions/replay-many.ts';
import type { Scenario } from '../bench/decisions/scenario.ts';
import { inside } from '../bench/decisions/truth.ts';
import { dayMs } from './simulated-history.ts';

// One seeded history each: enough to notice a rule that has come apart. `npm run bench:decisions` takes hundreds.
/** One history in four may be late by chance where little is measured. */
const TRIES = 4;

describe('the simulated scenarios', () => {
  it('are at least thirty, each named once', () => {
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(30);
  });

  it.each(SCENARIOS)(
    '$id: the right verdict is published in time, and no wrong one',
    (scenario) => {
      let isOnTime = false;
      for (let index = 0; index < TRIES && !isOnTime; index++) {
        const history = replayScenario(scenario, seedOf(scenario.id, index));
        const judged = judgeHistory(scenario, history);
        expect(judged.map(({ wrong }) => wrong)).not.toContain(true);
        expect(history.scalesOnMissing).toBe(0);
        isOnTime = judged.every(({ onTime }) => onTime);
      }
      expect(isOnTime).toBe(true);
    },
  );
});

describe('what holds a history against its scenario', () => {
  const scenario: Scenario = {
    id: 'made-up',
    title: 'healthy, then weak',
    right: [
      { verdict: 'scale', fromDay: 0, byDay: 20 },
      { verdict: 'redesign', fromDay: 50, byDay: 60 },
    ],
    truthAt: () => inside(1 / 2),
  };
  const published = (...days: [day: number, verdict: 'scale' | 'hold' | 'redesign' | 'stop'][]) =>
    judgeHistory(scenario, {
      scenario: scenario.id,
      seed: 0,
      scales: 1,
      scalesOnMissing: 0,
      changes: days.map(([day, verdict]) => ({ day, published: verdict, proposed: verdict })),
    });

  it('finds nothing wrong with the right verdicts in time', () => {
    const [first, second] = published([0, 'hold'], [14, 'scale'], [53, 'hold'], [57, 'redesign']);
    expect(first).toMatchObject({ onTime: true, rightDay: 14, lost: false, wrong: false });
    expect(second).toMatchObject({ onTime: true, rightDay: 57, lost: false, wrong: false });
    expect(first!.days).toHaveLength(30);
    expect(new Set(first!.days)).toEqual(new Set(['scale']));
  });

  it('finds a verdict that comes late, one that is lost again, and one that is wrong', () => {
    const [late, never] = published([0, 'hold'], [25, 'scale'], [30, 'hold'], [62, 'stop']);
    expect(late).toMatchObject({ onTime: false, rightDay: 25, lost: true, wrong: false });
    expect(never).toMatchObject({ onTime: false, rightDay: Infinity, wrong: true });
  });
});

describe('the check for missing evidence', () => {
  const never = SCENARIOS.find(({ id }) => id === 'never-judged')!;
  const stops = SCENARIOS.find(({ id }) => id === 'judge-stops')!;
  const unpriced = SCENARIOS.find(({ id }) => id === 'unpriced')!;
  const missingIn = (scenario: Scenario, day: number): readonly string[] =>
    missingEvidence(rowsOf(scenario, 1), policyOf(scenario), dayMs(day));

  it('finds what was never told, what fell silent, and what has no price', () => {
    expect(missingIn(never, 30)).toEqual(['hallucination_rate']);
    expect(missingIn(stops, 40)).toEqual([]);
    expect(missingIn(stops, 53)).toEqual(['hallucination_rate']);
    expect(missingIn(unpriced, 30)).toEqual(['roi']);
  });
});
