import type { SignalStatus } from './assessment.ts';
import { type AxisStates, axisState } from '../engine/axis-state.ts';
import { AXIS_COMBINATIONS, matchRow } from '../engine/decision-table.ts';
import { AXES, type Axis, type AxisState, type TableRow } from '../policy/policy.ts';

/** A required signal as the table sees it. */
export interface RequiredSignal {
  readonly signal: string;
  readonly axis: Axis;
  readonly status: SignalStatus;
}

/**
 * The fewest required signals whose improvement lets a table say scale: for each axis the row needs
 * strong, all that don't pass yet; for one it needs unproven, all that fail. Gates are not counted.
 * @returns ids; empty where the table says scale already; null where no improvement does, because an
 * axis it needs strong has no required signal
 */
export function smallestChange(
  table: readonly TableRow[],
  required: readonly RequiredSignal[],
): readonly string[] | null {
  let best: readonly string[] | null = null;
  for (const target of AXIS_COMBINATIONS) {
    if (matchRow(table, target)?.row.verdict !== 'scale') continue;
    const change = changeTo(target, required);
    if (change !== null && (best === null || change.length < best.length)) best = change;
  }
  return best;
}

function changeTo(
  target: AxisStates,
  required: readonly RequiredSignal[],
): readonly string[] | null {
  const changes = AXES.map((axis) =>
    axisChange(
      required.filter((signal) => signal.axis === axis),
      target[axis],
    ),
  );
  return changes.some((change) => change === null)
    ? null
    : changes.flatMap((change) => change ?? []);
}

function axisChange(
  required: readonly RequiredSignal[],
  target: AxisState,
): readonly string[] | null {
  const state = axisState(required.map(({ status }) => status));
  if (state === target) return [];
  if (target === 'strong' && required.length > 0)
    return idsWhere(required, ({ status }) => status !== 'pass');
  return target === 'unproven' && state === 'weak'
    ? idsWhere(required, ({ status }) => status === 'fail')
    : null;
}

function idsWhere(
  required: readonly RequiredSignal[],
  wanted: (signal: RequiredSignal) => boolean,
): readonly string[] {
  return required.filter(wanted).map(({ signal }) => signal);
}
