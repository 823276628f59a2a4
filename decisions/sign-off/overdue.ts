import { z } from 'zod';
import { DAY_MS, isoTime } from '../../core/time.ts';
import { DEFAULT_SAFE_MODE, SAFE_MODES, type WorkloadDocument } from '../../core/workload.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { DecisionRegistry } from '../registry/decisions.ts';
import type { WorkloadRegistry } from '../registry/workloads.ts';
import { decisionDueAt, isOverdueAt } from '../signing/review-periods.ts';
import type { DecisionEffect } from './effect.ts';
import type { SignOff } from './sign-off.ts';

const SYSTEM = 'system';

/** What was done about a decision date that has passed, so that it is done once. */
const overdueDocument = z.object({
  id: z.string(),
  due: z.iso.date(),
  told_at: z.iso.datetime(),
  /** Null while the grace lasts. */
  fallen_back_at: z.iso.datetime().nullable(),
  mode: z.enum(SAFE_MODES).nullable(),
});
type OverdueDocument = z.infer<typeof overdueDocument>;

/** Where a workload stands against its decision date. */
export interface DecisionDate {
  /** The day; null where nobody has set one. */
  readonly due: string | null;
  readonly isOverdue: boolean;
  /** When it falls back, epoch milliseconds; null without a date. */
  readonly fallsBackMs: number | null;
  readonly safeMode: (typeof SAFE_MODES)[number];
  readonly hasFallenBack: boolean;
}

/** Decision dates, and what follows when they pass. */
export interface OverdueDecisions {
  of(workload: string): DecisionDate | null;
  /**
   * Tells of dates that have passed and lowers workloads whose grace is over: each once, over restarts too.
   * @returns the workloads it did something about
   */
  keep(): Promise<string[]>;
}

/** What keeping decision dates works with. */
export interface OverdueDependencies {
  readonly ledger: Ledger;
  readonly decisions: Pick<DecisionRegistry, 'periodsOf'>;
  readonly workloads: WorkloadRegistry;
  readonly signOff: Pick<SignOff, 'rulesOf'>;
  readonly effect: Pick<DecisionEffect, 'holdOverdue' | 'liftOverdue'>;
  /** Told of a failure with one workload; the others are not held up by it. */
  readonly onFailure: (error: unknown, workload: string) => void;
  readonly now: () => number;
}

/** Makes the keeper of decision dates. */
export function createOverdueDecisions(dependencies: OverdueDependencies): OverdueDecisions {
  const { ledger, decisions, workloads, signOff, effect, onFailure, now } = dependencies;

  const noteOf = (workload: string): OverdueDocument | null => {
    const record = ledger.get('overdue', workload);
    return record ? overdueDocument.parse(record.document) : null;
  };

  const dateOf = (record: WorkloadDocument): DecisionDate => {
    const periods = decisions.periodsOf(record.id);
    const nowMs = now();
    const due = decisionDueAt(record, periods, nowMs);
    const note = noteOf(record.id);
    return {
      due,
      isOverdue: isOverdueAt(record, periods, nowMs),
      fallsBackMs:
        due === null ? null : Date.parse(due) + DAY_MS + signOff.rulesOf(record.id).graceMs,
      safeMode: record.safe_mode ?? DEFAULT_SAFE_MODE,
      hasFallenBack: note !== null && note.due === due && note.fallen_back_at !== null,
    };
  };

  const write = (document: OverdueDocument, reason: string): Promise<unknown> =>
    ledger.append([{ kind: 'overdue', id: document.id, document, actor: SYSTEM, reason }]);

  const forget = async (note: OverdueDocument): Promise<boolean> => {
    // A date that was moved by hand lifts the fall-back as a new decision does.
    if (note.fallen_back_at !== null) await effect.liftOverdue(note.id);
    const gone = { kind: 'overdue', id: note.id, document: note, actor: SYSTEM } as const;
    await ledger.append([{ ...gone, reason: 'decided', deletes: true }]);
    return true;
  };

  const keepOne = async (record: WorkloadDocument): Promise<boolean> => {
    const { due, isOverdue, fallsBackMs, safeMode } = dateOf(record);
    const note = noteOf(record.id);
    if (due === null || !isOverdue) return note !== null && forget(note);
    let isDone = false;
    let known = note?.due === due ? note : null;
    if (known === null) {
      const told_at = isoTime(now());
      known = { id: record.id, due, told_at, fallen_back_at: null, mode: null };
      await write(known, `the decision was due on ${due}`);
      isDone = true;
    }
    if (known.fallen_back_at === null && fallsBackMs !== null && fallsBackMs <= now()) {
      await effect.holdOverdue(record.id, safeMode, `no decision since ${due}`);
      const fallen = { ...known, fallen_back_at: isoTime(now()), mode: safeMode };
      await write(fallen, `no decision since ${due}: back to ${safeMode}`);
      isDone = true;
    }
    return isDone;
  };

  return {
    of(workload) {
      const found = workloads.get(workload);
      return found && dateOf(found.document);
    },
    async keep() {
      const changed: string[] = [];
      for (const { document } of workloads.list()) {
        try {
          if (await keepOne(document)) changed.push(document.id);
        } catch (error) {
          onFailure(error, document.id);
        }
      }
      return changed;
    },
  };
}
