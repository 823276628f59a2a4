import type { SignalStatus } from '../assessment/assessment.ts';
import { AXES, type Axis, type AxisState, type ResolvedPolicy } from '../policy/policy.ts';

/** The state of each axis. */
export type AxisStates = Readonly<Record<Axis, AxisState>>;

/**
 * The state of one axis from the statuses of its required signals. No averaging: one bad signal
 * is not made up for by good ones, and an axis without a required signal is never strong.
 * @param required statuses of the axis's required signals only; advisory ones must be left out
 * @example axisState(['pass', 'pass']) // 'strong'
 * @example axisState(['pass', 'fail']) // 'weak'
 * @example axisState([]) // 'unproven'
 */
export function axisState(required: readonly SignalStatus[]): AxisState {
  if (required.includes('fail')) return 'weak';
  return required.length > 0 && required.every((status) => status === 'pass')
    ? 'strong'
    : 'unproven';
}

/**
 * The state of all three axes.
 * @param statusOf status of a signal by its id; asked for required signals only
 */
export function axisStates(
  policy: ResolvedPolicy,
  statusOf: (signal: string) => SignalStatus,
): AxisStates {
  const required: Record<Axis, SignalStatus[]> = { value: [], operations: [], economics: [] };
  for (const [signal, rule] of policy.signals) {
    if (rule.role === 'required') required[rule.axis].push(statusOf(signal));
  }
  return Object.fromEntries(AXES.map((axis) => [axis, axisState(required[axis])])) as Record<
    Axis,
    AxisState
  >;
}
