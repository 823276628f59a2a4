import type { ResolvedPolicy } from './policy.ts';

/** A version of a policy and the instant it came into force, epoch milliseconds. */
export interface PolicyVersion {
  readonly fromMs: number;
  readonly policy: ResolvedPolicy;
}

/** When each signal's limit changed; ascending, epoch milliseconds. Signals that never changed are absent. */
export type LimitChanges = Readonly<Record<string, readonly number[]>>;

/**
 * When the limit of each signal changed over a policy's versions: instants at which its evidence restarts.
 * @param versions ascending by `fromMs`; also those that only an inherited policy's change made
 */
export function limitChanges(versions: readonly PolicyVersion[]): LimitChanges {
  const changes: Record<string, number[]> = {};
  versions.forEach(({ fromMs, policy }, index) => {
    const before = versions[index - 1]?.policy;
    if (before === undefined) return;
    for (const [signal, { limit }] of policy.signals) {
      const limitBefore = before.signals.get(signal)?.limit ?? null;
      if (limit !== limitBefore) (changes[signal] ??= []).push(fromMs);
    }
  });
  return changes;
}
