import type { AxisState } from '../../decisions/policy/policy.ts';
import type { SignalStatus } from '../../decisions/assessment/assessment.ts';
import type { Axis } from '../../signals/axis.ts';

/** What each axis asks. */
export const AXIS_MEANING: Readonly<Record<Axis, string>> = {
  value: 'Is it worth having? Whether people use what it gives them, and what that is worth.',
  operations: 'Can it be relied on? Whether it answers correctly, in time and without failing.',
  economics: 'Does it pay? Whether what it brings exceeds what it costs, reviews and all.',
};

/** What the state of an axis says. */
export const AXIS_STATE_MEANING: Readonly<Record<AxisState, string>> = {
  strong: 'Every signal that the policy requires of this axis passes.',
  weak: 'At least one required signal surely breaks its limit.',
  unproven: 'Nothing fails, but not everything is proven yet. It never counts as strong.',
};

/** What the status of a signal says. */
export const STATUS_MEANING: Readonly<Record<SignalStatus, string>> = {
  pass: 'The whole interval keeps the limit, over the long window and as it is now.',
  fail: 'The whole interval lies beyond the limit: it is not bad luck.',
  uncertain: 'The interval holds the limit or the number is missing. It never counts as a pass.',
};
