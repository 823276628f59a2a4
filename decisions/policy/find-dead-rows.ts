import { AXIS_COMBINATIONS, matchRow } from '../engine/decision-table.ts';
import type { TableRow } from './policy.ts';

/**
 * Rows of a decision table that never decide, because earlier rows take all that they would match.
 * @returns their places, from 0; empty where each row has something to decide
 * @example findDeadRows([{ value: 'any', operations: 'any', economics: 'any', verdict: 'hold', words: '' }, { value: 'weak', operations: 'any', economics: 'any', verdict: 'stop', words: '' }]) // [1]
 */
export function findDeadRows(table: readonly TableRow[]): readonly number[] {
  const alive = new Set(AXIS_COMBINATIONS.map((axes) => matchRow(table, axes)?.index));
  return table.map((_, index) => index).filter((index) => !alive.has(index));
}
