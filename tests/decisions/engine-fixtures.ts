import { createHash } from 'node:crypto';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import type { ReplayContext } from '../../decisions/engine/replay.ts';
import type { SignalReading, SignalReadings } from '../../decisions/engine/signal-status.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument, ResolvedPolicy } from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The default policy with some of it replaced, ready to decide. */
export function policyWith(changes: Partial<PolicyDocument> = {}): ResolvedPolicy {
  return resolvePolicy({ ...DEFAULT_POLICY, ...changes }, 1, () => undefined, sha256);
}

/** A context in which nothing but signals decides. */
export const PLAIN_CONTEXT: ReplayContext = {
  businessCase: {},
  limitChangesMs: {},
  gatesAt: () => [],
  blocksAt: () => NO_BLOCKS,
};

/** A reading in state ok with an interval around it. */
export function seen(value: number, side: SignalReading['side'], n = 1000): SignalReading {
  return { state: 'ok', value, n, side, reason: null };
}

export function missing(state: Exclude<SignalReading['state'], 'ok'>, n = 0): SignalReading {
  return { state, value: null, n, side: 'open', reason: 'not there' };
}

/** Readings of the default policy's three required signals, one kind each. */
export type Kind = 'pass' | 'fail' | 'open' | 'missing';

const NUMBERS = {
  hallucination_rate: { good: 0.01, bad: 0.09, near: 0.029 },
  value_per_run: { good: 0.9, bad: 0.1, near: 0.41 },
  roi: { good: 2.5, bad: 0.5, near: 1.25 },
} as const;

export interface Kinds {
  readonly value: Kind;
  readonly operations: Kind;
  readonly economics: Kind;
}

/** Readings that put each axis of the default policy into a state. */
export function readingsOf(kinds: Kinds): ReadonlyMap<string, SignalReadings> {
  return new Map([
    ['value_per_run', readingsFor('value_per_run', kinds.value)],
    ['hallucination_rate', readingsFor('hallucination_rate', kinds.operations)],
    ['roi', readingsFor('roi', kinds.economics)],
  ]);
}

function readingsFor(signal: keyof typeof NUMBERS, kind: Kind): SignalReadings {
  const { good, bad, near } = NUMBERS[signal];
  if (kind === 'missing') return { recent: missing('stale'), evidence: missing('stale') };
  if (kind === 'fail') return { recent: seen(bad, 'bad'), evidence: seen(bad, 'bad') };
  if (kind === 'pass') return { recent: seen(good, 'good'), evidence: seen(good, 'good') };
  return { recent: seen(near, 'open'), evidence: seen(near, 'open') };
}
