import { BellwetherError, type FieldError } from '../../core/errors.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { policyChain } from '../policy/inherit-signals.ts';
import type { PolicySubject, ResolvedPolicy } from '../policy/policy.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import type { PolicyEdition } from '../registry/policy-states.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import type { TrialEditions, TrialPolicies } from './trial-editions.ts';

/**
 * The workloads of a backtest: those named, else those that the candidate's policy decides about, itself
 * or through one that builds on it; where there are none, those of the policy it is compared with.
 * @param named ids; undefined where the request names none
 * @param mayRead whether the asker may see a workload; those that may not be seen are left out
 * @throws BellwetherError `invalid` where a named workload is not there, `forbidden` where it may not
 *   be seen
 */
export function trialWorkloads(
  { candidate, against }: TrialEditions,
  named: readonly string[] | undefined,
  mayRead: (workload: string) => boolean,
  workloads: Pick<WorkloadRegistry, 'get' | 'list'>,
  policies: TrialPolicies,
): readonly WorkloadDocument[] {
  if (named !== undefined) return namedWorkloads(named, mayRead, workloads);
  const all = workloads.list().map(({ document }) => document);
  const under = (id: string): WorkloadDocument[] =>
    all.filter(({ policy }) => buildsOn(policies.edition(policy), id));
  const own = under(candidate.document.id);
  const chosen = own.length > 0 ? own : under(against.document.id);
  return chosen.filter(({ id }) => mayRead(id));
}

function namedWorkloads(
  named: readonly string[],
  mayRead: (workload: string) => boolean,
  workloads: Pick<WorkloadRegistry, 'get'>,
): WorkloadDocument[] {
  const errors: FieldError[] = [];
  const found = [...new Set(named)].flatMap((id) => {
    if (!mayRead(id)) {
      throw new BellwetherError('forbidden', `this key is not bound to the workload ${id}`);
    }
    const record = workloads.get(id);
    if (!record) errors.push({ path: 'workloads', message: `there is no workload ${id}` });
    return record?.document ?? [];
  });
  if (errors.length === 0) return found;
  throw new BellwetherError('invalid', 'some workloads are not there', { errors });
}

/** Whether a policy is the one of an id, or builds on it. */
function buildsOn({ document, lookup }: PolicyEdition, id: string): boolean {
  return policyChain(document, lookup).some((one) => one.id === id);
}

/**
 * A side of a backtest as it decides about one workload: by itself, or underneath the workload's own
 * policy where that is another one and builds on the policy that is tried.
 * @param tried id of the policy that is tried
 * @param own the workload's policy as it is now
 */
export function trialPolicy(
  tried: string,
  side: PolicyEdition,
  own: PolicyEdition,
  workload: PolicySubject,
  hash: (text: string) => string,
): ResolvedPolicy {
  const { document, version, lookup } = side;
  const isBelow = document.id === tried && own.document.id !== tried && buildsOn(own, tried);
  if (!isBelow) return resolvePolicy(document, version, lookup, hash, workload);
  const swapped = (name: string) => (name === tried ? document : own.lookup(name));
  return resolvePolicy(own.document, own.version, swapped, hash, workload);
}
