import { BellwetherError } from '../../core/errors.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import { sha256 } from './engine-fixtures.ts';

/** A policy resolved as version 3, with others to inherit from. */
export function resolve(document: PolicyDocument, others: readonly PolicyDocument[] = []) {
  return resolvePolicy(document, 3, (id) => others.find((other) => other.id === id), sha256);
}

/** What a policy is refused for, as `path: message`; empty where it is not. */
export function faultsOf(
  document: PolicyDocument,
  others: readonly PolicyDocument[] = [],
): string[] {
  try {
    resolve(document, others);
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'invalid') {
      return error.errors.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
}
