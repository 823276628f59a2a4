import { z } from 'zod';
import { rollout, SAFE_MODES } from '../../core/workload.ts';
import { CAPACITIES } from './decision.ts';

/** What somebody has to know before they sign for a workload. */
export const signingView = z.object({
  workload: z.string(),
  /** The day up to which it is decided; null where nobody has set one. */
  decision_due: z.iso.date().nullable(),
  overdue: z.boolean(),
  /** When it falls back to its safe mode unless somebody decides; null without a date. */
  falls_back_at: z.iso.datetime().nullable(),
  has_fallen_back: z.boolean(),
  safe_mode: z.enum(SAFE_MODES),
  /** Ids of the decision in force and of the one that waits; null where there is none. */
  in_force: z.string().nullable(),
  awaiting: z.string().nullable(),
  /** The last decision that stands: what a new one names in `replaces`. */
  last: z.string().nullable(),
  /** As it is rolled out now; null where nobody has said. */
  rollout: rollout.nullable(),
  evidence_tolerance_seconds: z.number(),
  /** Who asks: everything they may sign as, and what they would sign the waiting decision as. */
  you: z.object({
    person: z.string().nullable(),
    capacities: z.array(z.enum(CAPACITIES)),
    owns_build: z.boolean(),
    may_sign: z.boolean(),
    waiting_as: z.enum(CAPACITIES).nullable(),
  }),
});
export type SigningView = z.infer<typeof signingView>;
