import type { ResolvedPolicy } from './policy.ts';

/**
 * A policy without the limits of signals that are only shown: it gives the same verdicts, and a replay
 * that is after those alone takes a fraction of the time.
 * @returns the policy with limits for its required signals only; identity and everything else as before
 */
export function decidingPolicy(policy: ResolvedPolicy): ResolvedPolicy {
  const signals = [...policy.signals].map(
    ([signal, rule]) =>
      [signal, rule.role === 'required' ? rule : { ...rule, limit: null }] as const,
  );
  return { ...policy, signals: new Map(signals) };
}
