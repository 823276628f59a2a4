import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { confusionMatrix, confusionRows } from '../bench/decisions/confusion.ts';
import { proofFigures } from '../bench/decisions/proof-figures.ts';
import type { ReplayedHistory } from '../bench/decisions/replay-scenario.ts';
import { steady } from '../bench/decisions/scenario.ts';
import { inside } from '../bench/decisions/truth.ts';

type Step = readonly [day: number, published: Verdict, proposed?: Verdict];

function historyOf(scenario: string, steps: readonly Step[]): ReplayedHistory {
  const changes = steps.map(([day, published, proposed = published]) => ({
    day,
    published,
    proposed,
  }));
  return { scenario, seed: 0, changes, scales: 1, scalesOnMissing: 0 };
}

function valueOf(name: string, scenario: string, steps: readonly (readonly Step[])[]) {
  const histories = steps.map((one) => historyOf(scenario, one));
  const figures = proofFigures(new Map([[scenario, histories]]));
  return figures.find((figure) => figure.name.includes(name))!.value;
}

const CALM: Step[] = [
  [0, 'hold'],
  [30, 'scale'],
];

describe('the proof of quality', () => {
  it('counts flips after the first published change, for the quarter that is left', () => {
    const flipping: Step[] = [
      [0, 'hold'],
      [44, 'hold', 'scale'],
      [45, 'scale'],
      [60, 'hold'],
      [70, 'scale'],
    ];
    expect(valueOf('flips', 'two-thirds', [CALM])).toBe(0);
    expect(valueOf('flips', 'two-thirds', [CALM, flipping])).toBeCloseTo((0 + 4) / 2, 12);
  });

  it('takes the median of days, and none where half never come that far', () => {
    const later: Step[] = [[40, 'scale']];
    expect(valueOf('to scale', 'half', [CALM, later, later])).toBe(40);
    expect(valueOf('to scale', 'half', [CALM, [[0, 'hold']]])).toBeNull();
  });

  it('counts a breach from the day it happened, scale withdrawn or a verdict proposed', () => {
    const breached: Step[] = [...CALM, [53, 'hold', 'hold'], [54, 'hold', 'redesign']];
    expect(valueOf('1.5 times too bad in value', 'breach-value-1.5', [breached])).toBe(3);
    expect(valueOf('2 times too bad in value', 'breach-value-2', [breached])).toBe(4);
  });

  it('tells shares in per cent, each scenario at a limit on its own', () => {
    const never: Step[] = [[0, 'hold']];
    expect(valueOf('at-limit-roi', 'at-limit-roi', [CALM, never, never, never])).toBe(25);
    expect(valueOf('false stop', 'two-thirds', [CALM, [[9, 'stop']]])).toBe(50);
  });
});

describe('the confusion matrix', () => {
  it('counts days by what is right and what was published, each scenario alike', () => {
    const right = { verdict: 'scale', byDay: 30 } as const;
    const scenario = steady('half', 'healthy', inside(1 / 2), right);
    const late: Step[] = [[60, 'scale']];
    const rows = confusionRows(scenario, [historyOf('half', CALM), historyOf('half', late)]);
    expect(rows).toMatchObject([{ right: 'scale', onTime: 0.5, wrong: 0, medianDay: 45 }]);
    expect(confusionMatrix(rows).scale).toEqual({ scale: 45, hold: 15, redesign: 0, stop: 0 });
  });
});
