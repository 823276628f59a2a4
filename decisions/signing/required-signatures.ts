import type { Verdict } from '../policy/policy.ts';
import type { Capacity, MissingSignature, Signature } from './decision.ts';

/** What it takes to tell which signatures a decision needs. */
export interface SignedFor {
  readonly verdict: Verdict;
  /** Whether it accepts the published verdict. */
  readonly accepts: boolean;
}

const BUSINESS: MissingSignature = { capacities: ['business'], words: 'the business owner' };
const RUNNING: MissingSignature = {
  capacities: ['operations', 'risk'],
  words: 'the operations or the risk owner',
};
const REVIEW: MissingSignature = {
  capacities: ['reviewer'],
  words: 'a second reviewer: another person with the role approver',
};
const ONE_PERSON: MissingSignature = {
  capacities: ['business', 'operations', 'risk', 'sponsor', 'signer'],
  words: 'a person who may sign',
};
const ANYONE: MissingSignature = {
  capacities: [...ONE_PERSON.capacities, 'automation'],
  words: 'one who may sign',
};

/**
 * The signatures that a decision needs, each by somebody else. Scale: business, and operations or risk.
 * An overrule: a second reviewer besides. Anything else: one who may sign.
 * @example requiredSignatures({ verdict: 'stop', accepts: false }).length // 2
 */
export function requiredSignatures({ verdict, accepts }: SignedFor): MissingSignature[] {
  const first = verdict === 'scale' ? [BUSINESS, RUNNING] : [accepts ? ANYONE : ONE_PERSON];
  return accepts ? first : [...first, REVIEW];
}

/**
 * Those that are not there yet, in the order they are asked for; empty where it is complete.
 * @param signatures given so far; each capacity counts once
 */
export function missingSignatures(
  decision: SignedFor & { readonly signatures: readonly Pick<Signature, 'capacity'>[] },
): MissingSignature[] {
  const given = new Set<Capacity>(decision.signatures.map(({ capacity }) => capacity));
  return requiredSignatures(decision).filter(
    ({ capacities }) => !capacities.some((capacity) => given.has(capacity)),
  );
}
