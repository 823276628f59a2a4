import type { Logger } from 'pino';
import { z } from 'zod';
import type { Assessor } from '../decisions/assessor.ts';
import type { DecisionRegistry } from '../decisions/registry/decisions.ts';
import type { PolicyRegistry } from '../decisions/registry/policies.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { DecisionEffect } from '../decisions/sign-off/effect.ts';
import { createOverdueDecisions, type OverdueDecisions } from '../decisions/sign-off/overdue.ts';
import { createDecisionScores, type DecisionScores } from '../decisions/sign-off/scores.ts';
import { createSignOff, type SignOff } from '../decisions/sign-off/sign-off.ts';
import { createRecordRollout } from '../decisions/sign-off/write-record-rollout.ts';
import type { Signer } from '../decisions/signing/choose-capacity.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { mayUse, type Principal } from './access/principal.ts';
import type { LiveHub } from './live-hub.ts';
import { repeat } from './repeat.ts';
import { createSeenAssessments, type SeenAssessments } from './seen-assessments.ts';

/** Decisions: kept, signed, scored, and what follows when their date passes. */
export interface Decisions {
  readonly registry: DecisionRegistry;
  readonly signOff: SignOff;
  readonly scores: DecisionScores;
  readonly overdue: OverdueDecisions;
  readonly seen: SeenAssessments;
  readonly effect: DecisionEffect;
  /** Who asks, as one who may sign. */
  signerOf(principal: Principal): Signer;
}

export interface DecisionsParts {
  readonly ledger: Ledger;
  readonly registry: DecisionRegistry;
  readonly workloads: WorkloadRegistry;
  readonly policies: PolicyRegistry;
  readonly assessor: Assessor;
  readonly hub: LiveHub;
  readonly log: Logger;
  readonly now: () => number;
  /** Absent: rollouts are written to the workload's record, and nobody outside is told. */
  readonly effect?: DecisionEffect;
}

/** Of a person's document only what owners are named by. */
const personDocument = z.object({ email: z.string() });

/** Opens everything about decisions but its clock: see {@link keepDecisions}. */
export function openDecisions(parts: DecisionsParts): Decisions {
  const { ledger, registry, workloads, assessor, hub, log, now } = parts;
  const effect: DecisionEffect = parts.effect ?? {
    ...createRecordRollout(ledger, workloads),
    emit: () => Promise.resolve(),
  };
  const seen = createSeenAssessments(now);
  const signOff = createSignOff({
    ...parts,
    decisions: registry,
    effect,
    seen: (workload, hash) => seen.find(workload, hash),
    onChange: ({ workload }) => hub.publish({ type: 'decision', data: { workload } }),
    onFailure: (error, { id }) =>
      log.error({ err: error, decision: id }, 'a decision could not be carried out; it is tried again'),
  });
  const overdue = createOverdueDecisions({
    ...parts,
    decisions: registry,
    signOff,
    effect,
    onFailure: (error, workload) =>
      log.error({ err: error, workload }, 'a decision date could not be kept; it is tried again'),
  });
  return {
    registry,
    signOff,
    scores: createDecisionScores({ decisions: registry, assessor, now }),
    overdue,
    seen,
    effect,
    signerOf: (principal) => {
      const { actor, person, name, roles } = principal;
      const record = person === null ? undefined : ledger.get('person', person);
      const known = personDocument.safeParse(record?.document);
      const email = known.success ? known.data.email : null;
      return { actor, person, name, email, roles, maySign: mayUse(principal, 'sign') };
    },
  };
}

/** Decision dates end with a day: this often is soon enough. */
const KEEP_INTERVAL_MS = 30_000;
const FIRST_AFTER_MS = 1000;

/**
 * Carries out what was left undone and keeps decision dates, for as long as it runs.
 * @returns how to stop; resolves when a round under way has ended
 */
export function keepDecisions(parts: {
  readonly decisions: Decisions;
  readonly hub: LiveHub;
  readonly log: Logger;
  readonly everyMs?: number | undefined;
}): () => Promise<void> {
  const { decisions, hub, log, everyMs = KEEP_INTERVAL_MS } = parts;
  return repeat(
    async () => {
      await decisions.signOff.carryOut();
      for (const workload of await decisions.overdue.keep()) {
        hub.publish({ type: 'decision', data: { workload } });
      }
    },
    {
      everyMs,
      firstAfterMs: Math.min(everyMs, FIRST_AFTER_MS),
      onError: (error) =>
        log.error({ err: error }, 'decision dates could not be kept; they are tried again'),
    },
  );
}
