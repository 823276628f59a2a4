import { DAY_MS, HOUR_MS, floorTo, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { addSignature } from '../../decisions/signing/add-signature.ts';
import type { Signer } from '../../decisions/signing/choose-capacity.ts';
import type { DecisionDocument } from '../../decisions/signing/decision.ts';
import { proposeDecision } from '../../decisions/signing/propose.ts';
import type { Services } from '../context.ts';

type Owner = 'business' | 'operations' | 'risk' | 'sponsor';

/** One decision of the sample organisation. */
interface DemoDecision {
  readonly workload: string;
  /** Days before now, and until its review. */
  readonly agoDays: number;
  readonly reviewDays: number;
  /** Absent: the published verdict is accepted. */
  readonly overrules?: Verdict;
  readonly reason: string;
  readonly conditions?: readonly string[];
  /** Who signs, in order: owners of the record. */
  readonly by: readonly Owner[];
  /** Whether the chief operating officer reviews it. */
  readonly isReviewed?: boolean;
}

const DECISIONS: readonly DemoDecision[] = [
  {
    workload: 'campaign-copy',
    agoDays: 60,
    reviewDays: 100,
    overrules: 'hold',
    reason: 'The autumn campaign is under way: we want its results before we stop anything.',
    by: ['business'],
    isReviewed: true,
  },
  {
    workload: 'support-copilot',
    agoDays: 40,
    reviewDays: 120,
    reason: 'Every limit is kept with room to spare, and the service desk asks for more.',
    conditions: ['Complaints are read every Monday', 'Back to 10 % at the first page'],
    by: ['business', 'operations'],
  },
  {
    workload: 'meeting-notes',
    agoDays: 33,
    reviewDays: 30,
    reason: 'The notes cost more than they save: the team narrows them to decisions and actions.',
    by: ['sponsor'],
  },
  {
    workload: 'underwriting-notes',
    agoDays: 1,
    reviewDays: 90,
    reason: 'It has earned its trust anew since the incident.',
    conditions: ['The roll-back stays rehearsed every quarter'],
    by: ['business'],
  },
];

/** The person that a record names as an owner; a text that names nobody on record stands for itself. */
function signerOf(record: WorkloadDocument, owner: Owner): Signer {
  const named = record.owners?.[owner] ?? owner;
  return {
    actor: `person:${named}`,
    person: named,
    name: named,
    email: null,
    roles: new Set(),
    maySign: false,
  };
}

const REVIEWER: Signer = {
  actor: 'person:chief-operating-officer',
  person: 'chief-operating-officer',
  name: 'Chief operating officer',
  email: null,
  roles: new Set(['approver']),
  maySign: true,
};

/**
 * Puts the sample organisation's decisions on record as they were made then; without their effect, which
 * its workloads' records show already.
 */
export async function writeDemoDecisions(
  { assessor, workloads, decisions }: Pick<Services, 'assessor' | 'workloads' | 'decisions'>,
  nowMs: number,
): Promise<void> {
  for (const one of DECISIONS) {
    const record = workloads.get(one.workload)?.document;
    if (!record) continue;
    const atMs = floorTo(nowMs - one.agoDays * DAY_MS, HOUR_MS);
    const assessment = await assessor.assess(one.workload, atMs, null);
    const { registry } = decisions;
    const first = proposeDecision({
      id: registry.nextId(one.workload),
      request: {
        verdict: one.overrules ?? assessment.verdict,
        accepts: one.overrules === undefined,
        reason: one.reason,
        conditions: [...(one.conditions ?? [])],
        review_date: isoTime(atMs + one.reviewDays * DAY_MS).slice(0, 10),
        evidence_hash: assessment.evidence_hash,
      },
      signer: signerOf(record, one.by[0] ?? 'business'),
      record,
      current: record.rollout,
      assessment,
      before: registry.ofWorkload(one.workload).map(({ document }) => document),
      recentMs: HOUR_MS,
      nowMs: atMs,
    });
    const others = one.by.slice(1).map((owner) => signerOf(record, owner));
    const signers = one.isReviewed ? [...others, REVIEWER] : others;
    const signed = signers.reduce(
      (decision: DecisionDocument, signer, index) =>
        addSignature({
          decision,
          supersededMs: null,
          request: { evidence_hash: assessment.evidence_hash },
          signer,
          record,
          rollout: record.rollout,
          current: assessment,
          nowMs: atMs + (index + 1) * HOUR_MS,
        }),
      first,
    );
    const by = { actor: 'system', reason: 'a decision of the sample organisation', version: 0 };
    await registry.write({ ...signed, carried_out_at: signed.in_force_at }, by);
  }
}
