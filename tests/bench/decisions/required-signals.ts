import { DEFAULT_POLICY } from '../../../decisions/policy/default-policy.ts';
import type { SignalRule } from '../../../decisions/policy/policy.ts';

/** The built-in policy's required signals; advisory ones are left out, as they decide nothing. */
export const REQUIRED_SIGNALS: Readonly<Record<string, SignalRule>> = Object.fromEntries(
  Object.entries(DEFAULT_POLICY.signals ?? {}).filter(([, rule]) => rule.role === 'required'),
);
