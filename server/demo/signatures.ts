import { DAY_MS } from '../../core/time.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';
import { approversOf, findGate } from '../../decisions/gates/gate-catalogue.ts';
import type { GateRegistry } from '../../decisions/registry/gates.ts';

/** A gate that the owners of a workload signed, and what they said. */
interface Signed {
  readonly workload: string;
  readonly gate: string;
  readonly daysAgo: number;
  readonly statement: string;
  /** Absent: all who have to. */
  readonly by?: readonly Capacity[];
}

const SIGNED: readonly Signed[] = [
  ...[
    { gate: 'purpose_stated', daysAgo: 120, statement: 'Purpose, limits and case as on record.' },
    {
      gate: 'failure_modes',
      daysAgo: 104,
      statement:
        'Low confidence goes to an adviser, malformed answers are dropped, no answer says so.',
    },
    {
      gate: 'garbage_input',
      daysAgo: 100,
      statement: '400 broken, empty and hostile inputs; none was answered as if it were fine.',
    },
    {
      gate: 'safety_security_bias',
      daysAgo: 99,
      statement: 'Red-team week and bias sample; two findings, both mended.',
    },
    { gate: 'security_review', daysAgo: 96, statement: 'Reviewed; no open findings.' },
    { gate: 'risk_review', daysAgo: 95, statement: 'Within appetite at half of the traffic.' },
    {
      gate: 'it_operations_review',
      daysAgo: 95,
      statement: 'Runbook walked through with the desk.',
    },
    {
      gate: 'error_rate_accepted',
      daysAgo: 93,
      statement: 'One in ten is what the desk corrects.',
    },
    { gate: 'users_trained', daysAgo: 92, statement: 'All 46 advisers, two hours each.' },
    { gate: 'support_path', daysAgo: 92, statement: 'The desk knows whom to call.' },
    { gate: 'communication', daysAgo: 91, statement: 'Customers are told on the first screen.' },
  ].map((one) => ({ workload: 'support-copilot', ...one })),
  {
    workload: 'contract-review',
    gate: 'purpose_stated',
    daysAgo: 40,
    statement: 'For standard supplier contracts only.',
  },
  {
    workload: 'contract-review',
    gate: 'it_operations_review',
    daysAgo: 6,
    statement: 'No on-call needed in the sandbox.',
  },
  {
    workload: 'claims-intake',
    gate: 'failure_modes',
    daysAgo: 110,
    statement: 'List of nine, each with what happens.',
    by: ['technical'],
  },
];

/** The id of a made-up person who is called by what they do. */
const personOf = (role: string): string =>
  role
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63);

/**
 * Writes what the owners of the sample organisation signed.
 * @param workloads their records, which name who signs
 * @param nowMs epoch milliseconds
 */
export async function signSampleGates(
  registry: Pick<GateRegistry, 'sign'>,
  workloads: readonly WorkloadDocument[],
  nowMs: number,
): Promise<void> {
  for (const { workload: id, gate: gateId, daysAgo, statement, by } of SIGNED) {
    const workload = workloads.find((one) => one.id === id);
    const gate = findGate(gateId);
    if (!workload || gate === null) throw new RangeError(`no ${gateId} of ${id}`);
    for (const capacity of by ?? approversOf(gate, workload)) {
      const name = workload.owners?.[capacity];
      if (name === undefined) throw new RangeError(`${id} names no ${capacity} owner`);
      const person = personOf(name);
      const act = { workload, gate, capacity, actor: `person:${person}`, name, person };
      await registry.sign({ ...act, nowMs: nowMs - daysAgo * DAY_MS }, { statement });
    }
  }
}
