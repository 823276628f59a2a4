import { describe, expect, it } from 'vitest';
import { axisState } from '../../decisions/engine/axis-state.ts';
import {
  AXIS_COMBINATIONS,
  firstUncovered,
  matchRow,
} from '../../decisions/engine/decision-table.ts';
import { DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import type { AxisState, Verdict } from '../../decisions/policy/policy.ts';

type Case = [
  value: AxisState,
  operations: AxisState,
  economics: AxisState,
  row: number,
  verdict: Verdict,
];

// All 27 combinations, written out from the specification's table and not from the code.
const CASES: readonly Case[] = [
  ['weak', 'weak', 'strong', 0, 'stop'],
  ['weak', 'weak', 'unproven', 0, 'stop'],
  ['weak', 'weak', 'weak', 0, 'stop'],
  ['weak', 'strong', 'weak', 1, 'stop'],
  ['weak', 'unproven', 'weak', 1, 'stop'],
  ['strong', 'weak', 'weak', 2, 'stop'],
  ['unproven', 'weak', 'weak', 2, 'stop'],
  ['weak', 'strong', 'strong', 3, 'redesign'],
  ['weak', 'strong', 'unproven', 3, 'redesign'],
  ['weak', 'unproven', 'strong', 3, 'redesign'],
  ['weak', 'unproven', 'unproven', 3, 'redesign'],
  ['strong', 'strong', 'weak', 4, 'redesign'],
  ['strong', 'unproven', 'weak', 4, 'redesign'],
  ['unproven', 'strong', 'weak', 4, 'redesign'],
  ['unproven', 'unproven', 'weak', 4, 'redesign'],
  ['strong', 'weak', 'strong', 5, 'hold'],
  ['strong', 'weak', 'unproven', 5, 'hold'],
  ['unproven', 'weak', 'strong', 5, 'hold'],
  ['unproven', 'weak', 'unproven', 5, 'hold'],
  ['strong', 'strong', 'strong', 6, 'scale'],
  ['strong', 'strong', 'unproven', 7, 'hold'],
  ['strong', 'unproven', 'strong', 7, 'hold'],
  ['strong', 'unproven', 'unproven', 7, 'hold'],
  ['unproven', 'strong', 'strong', 7, 'hold'],
  ['unproven', 'strong', 'unproven', 7, 'hold'],
  ['unproven', 'unproven', 'strong', 7, 'hold'],
  ['unproven', 'unproven', 'unproven', 7, 'hold'],
];

describe('the default table', () => {
  it.each(CASES)(
    'value %s, operations %s, economics %s: row %i, %s',
    (value, operations, economics, index, verdict) => {
      const matched = matchRow(DEFAULT_TABLE, { value, operations, economics });
      expect(matched?.index).toBe(index);
      expect(matched?.row.verdict).toBe(verdict);
    },
  );

  it('is tested for every combination and every row, and leaves none without a verdict', () => {
    const written = new Set(
      CASES.map(([value, operations, economics]) => `${value} ${operations} ${economics}`),
    );
    expect(written.size).toBe(27);
    expect(new Set(CASES.map(([, , , row]) => row)).size).toBe(DEFAULT_TABLE.length);
    expect(AXIS_COMBINATIONS).toHaveLength(27);
    expect(firstUncovered(DEFAULT_TABLE)).toBeNull();
  });

  it('names the first combination that a table leaves open', () => {
    const withoutLast = DEFAULT_TABLE.slice(0, -1);
    expect(firstUncovered(withoutLast)).toEqual({
      value: 'strong',
      operations: 'strong',
      economics: 'unproven',
    });
    expect(
      matchRow(withoutLast, { value: 'unproven', operations: 'strong', economics: 'strong' }),
    ).toBeNull();
  });
});

describe('an axis', () => {
  it('is strong only with at least one required signal, all of which pass', () => {
    expect(axisState([])).toBe('unproven');
    expect(axisState(['pass', 'pass'])).toBe('strong');
    expect(axisState(['pass', 'uncertain'])).toBe('unproven');
  });

  it('is weak as soon as one required signal fails, whatever the others do', () => {
    expect(axisState(['pass', 'pass', 'pass', 'fail'])).toBe('weak');
    expect(axisState(['uncertain', 'fail'])).toBe('weak');
  });
});
