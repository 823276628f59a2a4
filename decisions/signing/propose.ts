import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { nextModeOf, refuseNextMode } from './check-next-mode.ts';
import { chooseCapacity, type Signer } from './choose-capacity.ts';
import type { DecisionDocument, DecisionRequest, NextMode, Signature } from './decision.ts';
import { decisionState } from './decision-state.ts';
import { missingSignatures } from './required-signatures.ts';

/** What a decision is proposed on. */
export interface Proposal {
  readonly id: string;
  readonly request: DecisionRequest;
  readonly signer: Signer;
  readonly record: WorkloadDocument;
  /** As it is rolled out now; undefined where nobody has said. */
  readonly current: NextMode | undefined;
  /** The assessment that is frozen: its hash is the one that was asked for. */
  readonly assessment: Assessment;
  /** The workload's decisions so far, in the order they were proposed. */
  readonly before: readonly DecisionDocument[];
  /** How recent a decision has to be for another one to name it, milliseconds. */
  readonly recentMs: number;
  readonly nowMs: number;
}

/** An overrule's reason of fewer words explains nothing. */
const LEAST_REASON_WORDS = 3;

/**
 * A decision as it is kept, with the first signature where the proposer may give one; in force where that is
 * all it takes.
 * @throws BellwetherError `invalid` with everything that is wrong with what was asked for, `forbidden` with
 * why somebody may not sign, `conflict` with who decided meanwhile
 */
export function proposeDecision(proposal: Proposal): DecisionDocument {
  const { id, request, signer, record, assessment, before, nowMs } = proposal;
  const faults = findDecisionFaults(proposal);
  if (faults.length > 0) {
    throw new BellwetherError('invalid', 'this cannot be decided so', { errors: faults });
  }
  refuseRepeated(proposal);
  const signatures = firstSignature(proposal);
  const isComplete = missingSignatures({ ...request, signatures }).length === 0;
  if (!isComplete) refuseSecondWaiting(before, nowMs);
  return {
    id,
    workload: record.id,
    verdict: request.verdict,
    accepts: request.accepts,
    published: assessment.verdict,
    reason: request.reason?.trim() ?? '',
    conditions: request.conditions ?? [],
    review_date: request.review_date,
    evidence_hash: assessment.evidence_hash,
    assessment,
    next_mode: nextModeOf(request),
    proposed_at: isoTime(nowMs),
    proposed_by: { actor: signer.actor, person: signer.person, name: signer.name },
    signatures,
    in_force_at: isComplete ? isoTime(nowMs) : null,
    withdrawn: null,
    refused: null,
    carried_out_at: null,
  };
}

/**
 * Everything that is wrong with a decision as it is asked for, whoever asks.
 * @returns one entry per fault, by the request's field; empty where it may be proposed
 */
export function findDecisionFaults(
  proposal: Pick<Proposal, 'request' | 'record' | 'current' | 'assessment' | 'nowMs'>,
): FieldError[] {
  const { request, record, current, assessment, nowMs } = proposal;
  const { verdict, accepts, review_date: reviewDate } = request;
  const faults: FieldError[] = [];
  if (accepts && verdict !== assessment.verdict) {
    const message = `the published verdict is ${assessment.verdict}: accept that, or overrule it`;
    faults.push({ path: 'verdict', message });
  }
  if (!accepts && verdict === assessment.verdict) {
    faults.push({ path: 'accepts', message: `${verdict} is what is published: accept it` });
  }
  const words = (request.reason ?? '').split(/\s+/).filter((word) => /\p{L}/u.test(word));
  if (!accepts && words.length < LEAST_REASON_WORDS) {
    faults.push({ path: 'reason', message: 'an overrule says why, in some words' });
  }
  const today = isoTime(nowMs).slice(0, 10);
  if (reviewDate <= today) faults.push({ path: 'review_date', message: 'lies after today' });
  if (reviewDate > inAYear(today)) {
    faults.push({ path: 'review_date', message: 'lies within a year' });
  }
  const mode = nextModeOf(request);
  const refusal = mode && refuseNextMode({ verdict, stage: record.stage, current }, mode);
  if (refusal !== null) faults.push({ path: 'next_mode', message: refusal });
  return faults;
}

const inAYear = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;

/** What counts as decided: not what was taken back or refused. */
const standing = (before: readonly DecisionDocument[]): DecisionDocument | undefined =>
  before.findLast(({ withdrawn, refused }) => withdrawn === null && refused === null);

/** Two at once, and one request sent twice, decide once: the second has to know of the first. */
function refuseRepeated({ request, before, recentMs, nowMs }: Proposal): void {
  const last = standing(before);
  if (last === undefined) {
    if (request.replaces === undefined) return;
    throw new BellwetherError(
      'conflict',
      `${request.replaces} does not stand: there is nothing to replace`,
    );
  }
  if (request.replaces === last.id) return;
  const isKnown =
    request.replaces === undefined &&
    last.evidence_hash !== request.evidence_hash &&
    nowMs - Date.parse(last.proposed_at) > recentMs;
  if (isKnown) return;
  const message = `${tellWho(last)}: to replace it, name it in replaces`;
  throw new BellwetherError('conflict', message, {
    errors: [{ path: 'replaces', message: last.id }],
  });
}

/** Who decided what, and when. */
function tellWho({ id, verdict, signatures, proposed_by, proposed_at }: DecisionDocument): string {
  const last = signatures.at(-1);
  return last
    ? `${id} (${verdict}) was signed by ${last.name} at ${last.at}`
    : `${id} (${verdict}) was proposed by ${proposed_by.name} at ${proposed_at}`;
}

function refuseSecondWaiting(before: readonly DecisionDocument[], nowMs: number): void {
  const last = standing(before);
  if (last === undefined || decisionState(last, null, nowMs) !== 'awaiting') return;
  throw new BellwetherError(
    'conflict',
    `${tellWho(last)} and waits for signatures: sign, refuse or withdraw it first`,
    { errors: [{ path: 'id', message: last.id }] },
  );
}

function firstSignature({ request, signer, record, assessment, nowMs }: Proposal): Signature[] {
  const toSign = { verdict: request.verdict, accepts: request.accepts, signatures: [] };
  const choice = chooseCapacity(toSign, signer, record.owners, request.capacity ?? null);
  if (choice.kind === 'refused') {
    if (choice.mayPropose) return [];
    throw new BellwetherError('forbidden', choice.because);
  }
  return [
    {
      actor: signer.actor,
      person: signer.person,
      name: signer.name,
      capacity: choice.capacity,
      at: isoTime(nowMs),
      note: request.note ?? '',
      evidence_hash: assessment.evidence_hash,
    },
  ];
}
