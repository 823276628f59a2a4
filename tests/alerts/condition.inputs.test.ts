import { describe, expect, test } from 'vitest';
import {
  combineInputs,
  compares,
  compareValue,
  COMPARISONS,
  CONDITION_INPUTS,
  isOnClearSide,
  type ConditionInput,
} from '../../alerts/condition/condition.ts';

describe('a number against a threshold', () => {
  test.each([
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['==', [false, true, false]],
    ['!=', [true, false, true]],
  ] as const)('%s holds below, at and above as it says', (op, holds) => {
    expect([0.04, 0.05, 0.06].map((value) => compares(value, op, 0.05))).toEqual(holds);
  });

  test('what is not a number is different from every threshold and in no other relation to it', () => {
    const holding = COMPARISONS.filter((op) => compares(NaN, op, 1));
    expect(holding).toEqual(['!=']);
    expect(COMPARISONS.filter((op) => compares(1, op, NaN))).toEqual(['!=']);
  });

  test('no number is absent, whatever it would be compared with', () => {
    for (const op of COMPARISONS) {
      const rule = { op, threshold: 0, recoveryThreshold: null };
      expect(compareValue(null, rule)).toBe('absent');
    }
  });

  test.each([
    ['>', 0.05, 0.03, { 0.06: 'breach', 0.05: 'hold', 0.04: 'hold', 0.03: 'clear', 0.02: 'clear' }],
    ['>=', 0.05, 0.03, { 0.05: 'breach', 0.04: 'hold', 0.03: 'hold', 0.02: 'clear' }],
    ['<', 0.9, 0.95, { 0.8: 'breach', 0.9: 'hold', 0.94: 'hold', 0.95: 'clear', 1: 'clear' }],
    ['<=', 0.9, 0.95, { 0.9: 'breach', 0.91: 'hold', 0.95: 'hold', 0.96: 'clear' }],
    ['>', 0.05, 0.05, { 0.06: 'breach', 0.05: 'clear' }],
    ['>', 0.05, null, { 0.06: 'breach', 0.05: 'clear' }],
  ] as const)('%s %d holds until %d', (op, threshold, recoveryThreshold, inputs) => {
    for (const [value, input] of Object.entries(inputs)) {
      const rule = { op, threshold, recoveryThreshold };
      expect([value, compareValue(Number(value), rule)]).toEqual([value, input]);
    }
  });

  test.each([
    ['>', [true, true, false]],
    ['>=', [true, true, false]],
    ['<', [false, true, true]],
    ['<=', [false, true, true]],
    ['==', [false, false, false]],
    ['!=', [false, false, false]],
  ] as const)('the clear side of %s is the one where it does not hold', (op, expected) => {
    const found = [0.04, 0.05, 0.06].map((value) => isOnClearSide(value, { op, threshold: 0.05 }));
    expect(found).toEqual(expected);
  });
});

describe('several conditions as one', () => {
  /** What each pair comes to; rows and columns: breach, hold, clear, absent. */
  const PAIRS = {
    all: [
      ['breach', 'hold', 'clear', 'absent'],
      ['hold', 'hold', 'clear', 'absent'],
      ['clear', 'clear', 'clear', 'clear'],
      ['absent', 'absent', 'clear', 'absent'],
    ],
    any: [
      ['breach', 'breach', 'breach', 'breach'],
      ['breach', 'hold', 'hold', 'hold'],
      ['breach', 'hold', 'clear', 'absent'],
      ['breach', 'hold', 'absent', 'absent'],
    ],
  } as const;

  test.each(['all', 'any'] as const)('%s, pair by pair', (combination) => {
    const found = CONDITION_INPUTS.map((left) =>
      CONDITION_INPUTS.map((right) => combineInputs(combination, [left, right])),
    );
    expect(found).toEqual(PAIRS[combination]);
  });

  test('one alone is itself, order plays no part, and none is a fault', () => {
    const several: ConditionInput[] = ['hold', 'breach', 'absent'];
    for (const combination of ['all', 'any'] as const) {
      for (const input of CONDITION_INPUTS) {
        expect(combineInputs(combination, [input])).toBe(input);
      }
      expect(combineInputs(combination, several.toReversed())).toBe(
        combineInputs(combination, several),
      );
      expect(() => combineInputs(combination, [])).toThrow(RangeError);
    }
  });
});
