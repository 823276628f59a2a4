import { BellwetherError } from '../../core/errors.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { ownMember } from './own-member.ts';
import type {
  PolicyDocument,
  PolicySubject,
  RiskClassPart,
  SignalRule,
  WorkloadOverride,
} from './policy.ts';

/** The document behind a policy's name; undefined where there is none. */
export type PolicyLookup = (id: string) => PolicyDocument | undefined;

/**
 * A policy's signals with those of the policies it extends. A rule is inherited or replaced whole,
 * so that what a document states about a signal is all that holds. Nothing but signals is inherited.
 *
 * For a workload, rules that are for it alone go first, then those for its risk class, then those
 * for all; within each the nearest document goes first. So a policy that relaxes a rule for all does
 * not relax what another that it extends asks of one class.
 * @param lookup asked for each name in `extends`; the built-in `default` needs no answer
 * @param workload whose rules are wanted; null: those for all
 * @returns rules by signal id
 * @throws BellwetherError `invalid` where a name has no document or the chain comes back to itself
 */
export function inheritSignals(
  document: PolicyDocument,
  lookup: PolicyLookup,
  workload: PolicySubject | null = null,
): ReadonlyMap<string, SignalRule> {
  const chain = policyChain(document, lookup);
  const rules = new Map<string, SignalRule>();
  for (const part of [
    (one: PolicyDocument) => overrideOf(one, workload)?.signals,
    (one: PolicyDocument) => riskClassPartOf(one, workload)?.signals,
    (one: PolicyDocument) => one.signals,
  ]) {
    for (const one of chain) {
      for (const [signal, rule] of Object.entries(part(one) ?? {})) {
        if (!rules.has(signal)) rules.set(signal, rule);
      }
    }
  }
  return rules;
}

/**
 * A policy and all that it extends, the nearest first.
 * @throws BellwetherError `invalid` where a name has no document or the chain comes back to itself
 */
export function policyChain(
  document: PolicyDocument,
  lookup: PolicyLookup,
): readonly PolicyDocument[] {
  const chain = [document];
  for (let next = document.extends; next !== undefined; next = chain.at(-1)?.extends) {
    chain.push(
      parentOf(
        next,
        chain.map(({ id }) => id),
        lookup,
      ),
    );
  }
  return chain;
}

/** What a document says about one workload alone; undefined where it says nothing. */
export function overrideOf(
  { overrides }: PolicyDocument,
  workload: PolicySubject | null,
): WorkloadOverride | undefined {
  return workload ? ownMember(overrides, workload.id) : undefined;
}

/** What a document says about a workload's risk class; undefined where it says nothing. */
export function riskClassPartOf(
  { risk_classes: classes }: PolicyDocument,
  workload: PolicySubject | null,
): RiskClassPart | undefined {
  return workload?.risk_class && classes?.[workload.risk_class];
}

function parentOf(id: string, chain: readonly string[], lookup: PolicyLookup): PolicyDocument {
  if (chain.includes(id)) throw unusable(`extends itself: ${[...chain, id].join(' → ')}`);
  const parent = lookup(id) ?? (id === DEFAULT_POLICY.id ? DEFAULT_POLICY : undefined);
  if (parent === undefined) throw unusable(`there is no policy ${JSON.stringify(id)}`);
  return parent;
}

function unusable(message: string): BellwetherError {
  return new BellwetherError('invalid', `extends: ${message}`, {
    errors: [{ path: 'extends', message }],
  });
}
