import type { Logger } from 'pino';
import { personDocument } from '../core/person.ts';
import { createAssessor, type Assessor, type AssessorDependencies } from '../decisions/assessor.ts';
import { readOwnersVersions } from '../decisions/registry/owners-versions.ts';
import { createDecisionRegistry, type DecisionRegistry } from '../decisions/registry/decisions.ts';
import type { DecisionEffect } from '../decisions/sign-off/effect.ts';
import { createOverdueDecisions, type OverdueDecisions } from '../decisions/sign-off/overdue.ts';
import { createDecisionScores, type DecisionScores } from '../decisions/sign-off/scores.ts';
import { createSignOff, type SignOff } from '../decisions/sign-off/sign-off.ts';
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
  /**
   * Carries out what was left undone and keeps decision dates, for as long as it runs.
   * @returns how to stop; resolves when a round under way has ended
   */
  keep(): () => Promise<void>;
}

export interface DecisionsParts extends Omit<AssessorDependencies, 'reviewPeriods'> {
  readonly ledger: Ledger;
  readonly hub: LiveHub;
  readonly log: Logger;
  readonly now: () => number;
  readonly effect: DecisionEffect;
}

/** Opens everything about decisions, and the assessor, which has to know until when something is decided. */
export function openDecisions(parts: DecisionsParts): {
  readonly assessor: Assessor;
  readonly decisions: Decisions;
} {
  const { ledger, effect, hub, log, now } = parts;
  const registry = createDecisionRegistry(ledger);
  const assessor = createAssessor({
    ...parts,
    reviewPeriods: (workload) => registry.periodsOf(workload),
  });
  const seen = createSeenAssessments(now);
  const signOff = createSignOff({
    ...parts,
    assessor,
    decisions: registry,
    effect,
    ownersOf: (workload) => readOwnersVersions(ledger, workload),
    seen: (workload, hash) => seen.find(workload, hash),
    onChange: ({ workload }) => hub.publish({ type: 'decision', data: { workload } }),
    onFailure: (error, { id }) =>
      log.error(
        { err: error, decision: id },
        'a decision could not be carried out; it is tried again',
      ),
  });
  const overdue = createOverdueDecisions({
    ...parts,
    decisions: registry,
    signOff,
    effect,
    onFailure: (error, workload) =>
      log.error({ err: error, workload }, 'a decision date could not be kept; it is tried again'),
  });
  const decisions: Decisions = {
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
    keep: () => keepDecisions({ signOff, overdue, hub, log }),
  };
  return { assessor, decisions };
}

/** Decision dates end with a day: this often is soon enough. */
const KEEP_INTERVAL_MS = 30_000;
const FIRST_AFTER_MS = 1000;

function keepDecisions(parts: {
  readonly signOff: SignOff;
  readonly overdue: OverdueDecisions;
  readonly hub: LiveHub;
  readonly log: Logger;
}): () => Promise<void> {
  const { signOff, overdue, hub, log } = parts;
  return repeat(
    async () => {
      await signOff.carryOut();
      for (const workload of await overdue.keep()) {
        hub.publish({ type: 'decision', data: { workload } });
      }
    },
    {
      everyMs: KEEP_INTERVAL_MS,
      firstAfterMs: FIRST_AFTER_MS,
      onError: (error) =>
        log.error({ err: error }, 'decision dates could not be kept; they are tried again'),
    },
  );
}
