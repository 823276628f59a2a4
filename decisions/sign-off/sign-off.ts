import { BellwetherError } from '../../core/errors.ts';
import type { Versioned } from '../../core/parse-document.ts';
import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { Assessor } from '../assessor.ts';
import type { DecisionRegistry } from '../registry/decisions.ts';
import type { PolicyRegistry } from '../registry/policies.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { addSignature } from '../signing/add-signature.ts';
import { checkEvidence, type SeenAssessment } from '../signing/check-evidence.ts';
import { refuseNextMode } from '../signing/check-next-mode.ts';
import type { Signer } from '../signing/choose-capacity.ts';
import type { DecisionDocument, DecisionRequest, SignatureRequest } from '../signing/decision.ts';
import { decisionState, supersededMs } from '../signing/decision-state.ts';
import { endDecision } from '../signing/end-decision.ts';
import { ownersFor, type OwnersVersion } from '../signing/owners-for.ts';
import { proposeDecision } from '../signing/propose.ts';
import { isByPeople } from '../signing/review-periods.ts';
import { signingRules, type SigningRules } from '../signing/signing-rules.ts';
import type { DecisionEffect } from './effect.ts';

/** Deciding about workloads: proposed, signed, ended, carried out; one act at a time. */
export interface SignOff {
  /**
   * Records a decision, in force at once where the proposer's signature is all it takes.
   * @throws BellwetherError `not_found`, `invalid`, `forbidden`, or `conflict` with what is different now or
   * who was faster
   */
  propose(
    workload: string,
    request: DecisionRequest,
    signer: Signer,
  ): Promise<Versioned<DecisionDocument>>;
  /**
   * Adds a signature.
   * @param version that the signer saw; another one current → `stale_version`. Undefined: not checked
   */
  sign(
    id: string,
    request: SignatureRequest,
    signer: Signer,
    version?: number,
  ): Promise<Versioned<DecisionDocument>>;
  /** Ends a decision that waits; `version` as in {@link sign}. */
  end(
    id: string,
    how: 'withdrawn' | 'refused',
    reason: string,
    signer: Signer,
    version?: number,
  ): Promise<Versioned<DecisionDocument>>;
  /**
   * A workload's record with the owners as they count for a signer.
   * @throws BellwetherError `not_found`
   */
  recordFor(workload: string, signer: Signer): WorkloadDocument;
  /** What a workload's policy says about signing. */
  rulesOf(workload: string): SigningRules;
  /** Carries out what a stop of the program or a failure left undone. */
  carryOut(): Promise<void>;
}

/** What deciding works with. */
export interface SignOffDependencies {
  readonly decisions: DecisionRegistry;
  readonly workloads: WorkloadRegistry;
  readonly policies: Pick<PolicyRegistry, 'edition'>;
  readonly assessor: Pick<Assessor, 'assess'>;
  /** The assessment of a hash that somebody was shown; null where it is not known any more. */
  readonly seen: (workload: string, evidenceHash: string) => SeenAssessment | null;
  readonly effect: DecisionEffect;
  /** Whom the versions of a workload's record named as its owners, oldest first. */
  readonly ownersOf: (workload: string) => readonly OwnersVersion[];
  /** Told of every change of a decision. */
  readonly onChange: (decision: DecisionDocument) => void;
  /** Told of a decision that is kept but could not be carried out; it is tried again. */
  readonly onFailure: (error: unknown, decision: DecisionDocument) => void;
  readonly now: () => number;
}

/** Makes the desk at which decisions are signed. */
export function createSignOff(dependencies: SignOffDependencies): SignOff {
  const { decisions, workloads, policies, assessor, seen, effect, now } = dependencies;
  const { onChange, onFailure } = dependencies;
  const inTurn = oneAtATime();

  const recordOf = (workload: string): WorkloadDocument => {
    const found = workloads.get(workload);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${workload}`);
    return found.document;
  };
  const found = (id: string): Versioned<DecisionDocument> => {
    const decision = decisions.get(id);
    if (!decision) throw new BellwetherError('not_found', `there is no decision ${id}`);
    return decision;
  };
  /** The record with the owners as they count for one signer. */
  const recordFor = (workload: string, signer: Signer): WorkloadDocument => {
    const record = recordOf(workload);
    const owners = ownersFor(dependencies.ownersOf(workload), signer, now());
    return { ...record, owners };
  };
  const rulesOf = (workload: string): SigningRules =>
    signingRules(policies.edition(recordOf(workload).policy).document);

  /** The current assessment, and the one that may be signed by a hash. */
  const evidenceFor = async (
    workload: string,
    evidenceHash: string,
  ): Promise<{ current: Assessment; signed: Assessment }> => {
    const current = await assessor.assess(workload, null, null);
    const answer = checkEvidence({
      evidenceHash,
      current,
      seen: seen(workload, evidenceHash),
      toleranceMs: rulesOf(workload).evidenceToleranceMs,
      nowMs: now(),
    });
    if (answer.kind === 'current') return { current, signed: answer.assessment };
    throw new BellwetherError('conflict', answer.because, { errors: answer.errors });
  };

  const lastActor = (decision: DecisionDocument): string =>
    decision.signatures.at(-1)?.actor ?? decision.proposed_by.actor;

  const carryOutOne = async (
    kept: Versioned<DecisionDocument>,
  ): Promise<Versioned<DecisionDocument>> => {
    const { document, version } = kept;
    const { id, workload, next_mode: mode } = document;
    try {
      if (isByPeople(document)) await effect.liftOverdue(workload);
      if (mode === null || document.carried_out_at !== null) return kept;
      await effect.applyDecision(workload, mode, id, lastActor(document));
      const carried = { ...document, carried_out_at: isoTime(now()) };
      const by = { actor: 'system', reason: 'rollout carried out', version };
      return await decisions.write(carried, by);
    } catch (error) {
      onFailure(error, document);
      return kept;
    }
  };

  /** Keeps a change, and carries out what has come in force by it. */
  const keep = async (
    document: DecisionDocument,
    by: { actor: string; reason: string; version: number },
  ): Promise<Versioned<DecisionDocument>> => {
    const kept = await decisions.write(document, by);
    if (document.in_force_at === null) {
      onChange(document);
      return kept;
    }
    const carried = await carryOutOne(kept);
    onChange(carried.document);
    return carried;
  };

  const supersededOf = (document: DecisionDocument): number | null =>
    supersededMs(
      document,
      decisions.ofWorkload(document.workload).map((one) => one.document),
    );

  const requireVersion = (current: Versioned<DecisionDocument>, version?: number): void => {
    if (version === undefined || version === current.version) return;
    const message = `${current.document.id} is at version ${current.version}, not ${version}: read it again`;
    throw new BellwetherError('stale_version', message);
  };

  return {
    rulesOf,
    recordFor,
    async propose(workload, request, signer) {
      const { signed } = await evidenceFor(workload, request.evidence_hash);
      return inTurn(() => {
        const id = decisions.nextId(workload);
        const document = proposeDecision({
          id,
          request,
          signer,
          record: recordFor(workload, signer),
          current: effect.rolloutOf(workload),
          assessment: signed,
          before: decisions.ofWorkload(workload).map((one) => one.document),
          recentMs: rulesOf(workload).evidenceToleranceMs,
          nowMs: now(),
        });
        return keep(document, { actor: signer.actor, reason: document.reason, version: 0 });
      });
    },
    async sign(id, request, signer, version) {
      const { workload } = found(id).document;
      const { current } = await evidenceFor(workload, request.evidence_hash);
      return inTurn(() => {
        const before = found(id);
        requireVersion(before, version);
        const document = addSignature({
          decision: before.document,
          supersededMs: supersededOf(before.document),
          request,
          signer,
          record: recordFor(workload, signer),
          rollout: effect.rolloutOf(workload),
          current,
          nowMs: now(),
        });
        const by = { actor: signer.actor, reason: 'signed', version: before.version };
        return keep(document, by);
      });
    },
    end: (id, how, reason, signer, version) =>
      inTurn(() => {
        const before = found(id);
        requireVersion(before, version);
        const document = endDecision({
          decision: before.document,
          supersededMs: supersededOf(before.document),
          how,
          reason,
          signer,
          record: recordFor(before.document.workload, signer),
          nowMs: now(),
        });
        return keep(document, { actor: signer.actor, reason, version: before.version });
      }),
    carryOut: () =>
      inTurn(async () => {
        for (const one of decisions.list()) {
          const { in_force_at: inForce, carried_out_at: carried, next_mode: mode } = one.document;
          const isOpen = inForce !== null && carried === null && mode !== null;
          const superseded = supersededOf(one.document);
          // What has run out meanwhile, or would widen what was lowered meanwhile, is no longer what was signed.
          if (!isOpen || decisionState(one.document, superseded, now()) !== 'in_force') continue;
          const { stage } = recordOf(one.document.workload);
          const current = effect.rolloutOf(one.document.workload);
          if (refuseNextMode({ verdict: one.document.verdict, stage, current }, mode)) continue;
          const done = await carryOutOne(one);
          if (done !== one) onChange(done.document);
        }
      }),
  };
}
