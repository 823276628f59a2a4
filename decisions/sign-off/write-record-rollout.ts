import { workloadDocument, type WorkloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { exposureRank } from '../signing/check-next-mode.ts';
import type { NextMode } from '../signing/decision.ts';
import type { DecisionEffect } from './effect.ts';

const SYSTEM = 'system';
/** Begins the reason of a record that an overdue decision lowered. */
const OVERDUE = 'overdue: ';

/**
 * The effect of decisions where nothing else controls modes: they are written to the workload's record.
 * An overdue workload's rollout comes back with the next decision, unless somebody has changed it meanwhile.
 */
export function createRecordRollout(
  ledger: Ledger,
  workloads: WorkloadRegistry,
): Omit<DecisionEffect, 'emit'> {
  const write = async (
    workload: string,
    rollout: NextMode | undefined,
    actor: string,
    reason: string,
  ): Promise<void> => {
    const found = workloads.get(workload);
    if (!found || isSameRollout(found.document.rollout, rollout)) return;
    const { rollout: _, ...rest } = found.document;
    const document: WorkloadDocument = rollout === undefined ? rest : { ...rest, rollout };
    const expectedVersion = found.version;
    await ledger.append([
      { kind: 'workload', id: workload, document, actor, reason, expectedVersion },
    ]);
  };
  return {
    rolloutOf: (workload) => workloads.get(workload)?.document.rollout,
    applyDecision: (workload, mode, decision, actor) =>
      write(workload, mode, actor, `decision ${decision}`),
    async holdOverdue(workload, mode, reason) {
      const current = workloads.get(workload)?.document.rollout;
      if (current !== undefined && exposureRank(current) <= exposureRank({ mode })) return;
      await write(workload, { mode }, SYSTEM, OVERDUE + reason);
    },
    async liftOverdue(workload, decision) {
      const history = ledger.history('workload', workload);
      const last = history.findLastIndex((record, index) =>
        index === 0
          ? false
          : !isSameRollout(rolloutIn(record.document), rolloutIn(history[index - 1]?.document)),
      );
      const lowered = history[last];
      if (!lowered?.reason.startsWith(OVERDUE)) return;
      const before = rolloutIn(history[last - 1]?.document);
      await write(workload, before, SYSTEM, `decision ${decision} lifts the fall-back`);
    },
  };
}

const rolloutIn = (document: unknown): NextMode | undefined =>
  workloadDocument.parse(document).rollout;

const isSameRollout = (a: NextMode | undefined, b: NextMode | undefined): boolean =>
  a?.mode === b?.mode && a?.percent === b?.percent;
