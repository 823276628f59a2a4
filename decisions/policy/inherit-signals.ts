import { BellwetherError } from '../../core/errors.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import type { PolicyDocument, SignalRule } from './policy.ts';

/** The document behind a policy's name; undefined where there is none. */
export type PolicyLookup = (id: string) => PolicyDocument | undefined;

/**
 * A policy's signals with those of the policies it extends. A rule is inherited or replaced whole,
 * so that what a document states about a signal is all that holds. Nothing but signals is inherited.
 * @param lookup asked for each name in `extends`; the built-in `default` needs no answer
 * @returns rules by signal id, the document's own first
 * @throws BellwetherError `invalid` where a name has no document or the chain comes back to itself
 */
export function inheritSignals(
  document: PolicyDocument,
  lookup: PolicyLookup,
): ReadonlyMap<string, SignalRule> {
  const rules = new Map<string, SignalRule>();
  const chain: string[] = [];
  let current: PolicyDocument | undefined = document;
  while (current !== undefined) {
    chain.push(current.id);
    for (const [signal, rule] of Object.entries(current.signals ?? {})) {
      if (!rules.has(signal)) rules.set(signal, rule);
    }
    current = current.extends === undefined ? undefined : parentOf(current.extends, chain, lookup);
  }
  return rules;
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
