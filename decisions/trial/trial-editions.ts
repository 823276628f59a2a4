import { BellwetherError } from '../../core/errors.ts';
import type { BacktestRequest } from '../backtest/backtest.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import type { PolicyEdition } from '../registry/policy-states.ts';
import type { PolicyRegistry } from '../registry/policies.ts';

/** What a backtest asks of the policies. */
export type TrialPolicies = Pick<PolicyRegistry, 'get' | 'draft' | 'edition'>;

/** The two policies of a backtest. */
export interface TrialEditions {
  readonly candidate: PolicyEdition;
  readonly against: PolicyEdition;
}

/**
 * The two policies that a request names: by default the current version, against itself. A policy that
 * is not there yet is compared with what it builds on.
 * @param id of the candidate
 * @throws BellwetherError `invalid` with every problem, paths as in the request; `not_found` where there
 *   is no such policy or version
 */
export function trialEditions(
  id: string,
  request: BacktestRequest,
  policies: TrialPolicies,
): TrialEditions {
  const candidate = candidateOf(id, request, policies);
  const { against } = request;
  if (typeof against === 'number') {
    return { candidate, against: policies.edition(`${id}@${against}`) };
  }
  const base = candidate.document.extends ?? DEFAULT_POLICY.id;
  return { candidate, against: policies.edition(against ?? (policies.get(id) ? id : base)) };
}

function candidateOf(
  id: string,
  { document, version }: BacktestRequest,
  policies: TrialPolicies,
): PolicyEdition {
  if (document === undefined) {
    return policies.edition(version === undefined ? id : `${id}@${version}`);
  }
  if (version !== undefined) {
    throw new BellwetherError('invalid', 'give one of document and version', {
      errors: [{ path: 'version', message: 'expected one of document and version' }],
    });
  }
  try {
    return policies.draft(id, document);
  } catch (cause) {
    if (!(cause instanceof BellwetherError)) throw cause;
    const errors = cause.errors.map(({ path, message }) => ({ path: `document.${path}`, message }));
    throw new BellwetherError(cause.code, cause.message, { errors, cause });
  }
}
