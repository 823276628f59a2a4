import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import type { AbsentReason } from './reading.ts';

/** A workload of which a rule can tell nothing, as the interface says it. */
export const ruleAbsence = z.object({
  workload: z.string(),
  reason: z.string(),
  /** When it will be told for the first time, such as when what is usual has been learnt; null: not known. */
  until: z.iso.datetime().nullable(),
});
export type RuleAbsence = z.infer<typeof ruleAbsence>;

/** Reasons by workload, in the order of the workloads. */
export function tellAbsences(reasons: ReadonlyMap<string, AbsentReason>): RuleAbsence[] {
  return [...reasons]
    .map(([workload, { text, untilMs }]) => ({
      workload,
      reason: text,
      until: untilMs === null ? null : isoTime(untilMs),
    }))
    .sort((a, b) => (a.workload < b.workload ? -1 : 1));
}
