import { AXIS_STATES, type TableRow } from '../policy/policy.ts';
import type { AxisStates } from './axis-state.ts';

/** The row that decided, and where it stands in the table (from 0). */
export interface MatchedRow {
  readonly index: number;
  readonly row: TableRow;
}

/**
 * The first row of a table that matches the axes; null where none does (a table that
 * {@link firstUncovered} passes always has one).
 * @example matchRow(DEFAULT_TABLE, { value: 'weak', operations: 'weak', economics: 'strong' })?.row.verdict // 'stop'
 */
export function matchRow(table: readonly TableRow[], axes: AxisStates): MatchedRow | null {
  const index = table.findIndex(
    (row) =>
      matches(row.value, axes.value) &&
      matches(row.operations, axes.operations) &&
      matches(row.economics, axes.economics),
  );
  const row = table[index];
  return row === undefined ? null : { index, row };
}

/** Every combination of axis states, 27 in all, strong first. */
export const AXIS_COMBINATIONS: readonly AxisStates[] = AXIS_STATES.flatMap((value) =>
  AXIS_STATES.flatMap((operations) =>
    AXIS_STATES.map((economics): AxisStates => ({ value, operations, economics })),
  ),
);

/**
 * The first combination of axis states that a table leaves without a verdict; null if it covers all 27.
 * @example firstUncovered([]) // { value: 'strong', operations: 'strong', economics: 'strong' }
 */
export function firstUncovered(table: readonly TableRow[]): AxisStates | null {
  return AXIS_COMBINATIONS.find((axes) => matchRow(table, axes) === null) ?? null;
}

/** A combination of axis states that a row says scale for. */
export interface UnprovenScale extends MatchedRow {
  readonly axes: AxisStates;
}

/**
 * The first combination that a table says scale for although an axis is not strong; null if there is
 * none. Only a strong axis says that each of its required signals was measured and found inside its
 * limit, so any other scale could be one on missing evidence.
 * @example firstUnprovenScale(DEFAULT_TABLE) // null
 */
export function firstUnprovenScale(table: readonly TableRow[]): UnprovenScale | null {
  for (const axes of AXIS_COMBINATIONS) {
    const matched = matchRow(table, axes);
    const isProven = Object.values(axes).every((state) => state === 'strong');
    if (matched?.row.verdict === 'scale' && !isProven) return { ...matched, axes };
  }
  return null;
}

function matches(pattern: TableRow['value'], state: AxisStates['value']): boolean {
  return pattern === 'any' || pattern === state;
}
