import { CONTRACT_VERSION } from '../../../core/event.ts';
import { namesPerson } from '../../../core/person.ts';
import type { Capacity, WorkloadDocument } from '../../../core/workload.ts';
import { lacks, type Finding, type NamedPerson, type Prover } from '../gate-facts.ts';

/** What the record has to state, each with where; what is there by its words. */
function stated(
  parts: readonly (readonly [path: string, words: string, value: unknown])[],
  evidence: string,
): Finding {
  const isThere = (value: unknown): boolean => value !== undefined && value !== '';
  const missing = parts
    .filter(([, , value]) => !isThere(value))
    .map(([path, words]) => `The record does not state ${words} (${path}).`);
  return missing.length > 0
    ? lacks(...missing)
    : { evidence: [evidence], missing, expiresMs: null };
}

/** Purpose, limits and the parts of the business case that a decision cannot do without. */
export const provePurpose: Prover = ({ workload }) => {
  const { purpose, out_of_scope, business_case: business = {} } = workload;
  return stated(
    [
      ['purpose', 'its purpose', purpose],
      ['out_of_scope', 'what it is not responsible for', out_of_scope],
      [
        'business_case.value_per_success_usd',
        'the value of a success, or of a minute',
        business.value_per_success_usd ?? business.minute_value_usd,
      ],
      ['business_case.source', 'where that value comes from', business.source],
      ['business_case.date', 'from when it is', business.date],
      [
        'business_case.baseline_cost_per_task_usd',
        'what the task costs without it',
        business.baseline_cost_per_task_usd,
      ],
      [
        'business_case.expected_runs_per_day',
        'the expected volume',
        business.expected_runs_per_day,
      ],
      ['business_case.stop_conditions', 'when to stop', business.stop_conditions],
    ],
    'Purpose, limits and business case are stated.',
  );
};

const OWNERS: readonly Capacity[] = ['business', 'technical', 'operations'];
const OUTSIDE: ReadonlySet<WorkloadDocument['risk_class']> = new Set([
  'customer-facing',
  'regulated',
] as const);

/** Owners are named, and whoever builds is not who accepts. */
export const proveOwners: Prover = ({ workload, people }) => {
  const { owners = {}, risk_class: risk } = workload;
  const needed = OUTSIDE.has(risk) ? [...OWNERS, 'risk' as const] : OWNERS;
  const named = (capacity: Capacity): string => owners[capacity]?.trim() ?? '';
  const missing = needed
    .filter((capacity) => named(capacity) === '')
    .map((capacity) => `No ${capacity} owner is named (owners.${capacity}).`);
  const [builds, accepts] = [named('technical'), named('business')];
  if (builds !== '' && isSamePerson(builds, accepts, people)) {
    missing.push('Who builds it and who accepts it are the same person.');
  }
  if (missing.length > 0) return lacks(...missing);
  const words = needed.map((capacity) => `${capacity} ${named(capacity)}`);
  return { evidence: [`Named are ${words.join(', ')}.`], missing, expiresMs: null };
};

/** Whether two texts name one person: the same text but for case, or the id of one and their email. */
function isSamePerson(one: string, other: string, people: readonly NamedPerson[]): boolean {
  if (one.toLowerCase() === other.toLowerCase()) return true;
  return people.some((person) => namesPerson(one, person) && namesPerson(other, person));
}

/** The version of the data contract that senders hold on to is the one in force. */
export const proveContract: Prover = ({ workload: { data_contract: pinned } }) => {
  if (pinned === undefined) {
    return lacks(`The record pins no version of the data contract (data_contract).`);
  }
  if (pinned !== CONTRACT_VERSION) {
    return lacks(
      `The record pins version ${pinned} of the data contract; in force is ${CONTRACT_VERSION}.`,
    );
  }
  return {
    evidence: [`Version ${pinned} of the data contract is pinned.`],
    missing: [],
    expiresMs: null,
  };
};

/** Who helps users, and whom they turn to. */
export const proveSupportPath: Prover = ({ workload }) =>
  stated(
    [
      ['support_path', 'the support path', workload.support_path],
      ['escalation_path', 'the escalation path', workload.escalation_path],
    ],
    'Support and escalation path are stated.',
  );
