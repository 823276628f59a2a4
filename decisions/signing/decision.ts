import { z } from 'zod';
import { rollout } from '../../core/workload.ts';
import { assessment } from '../assessment/assessment.ts';
import { VERDICTS } from '../policy/policy.ts';

const instant = z.iso.datetime();
const text = z.string().max(4000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected the evidence_hash of an assessment');

/**
 * As what somebody signs: named owner for the business, operations, risk or as sponsor; a second reviewer;
 * anybody else who may sign; or a program.
 */
export const CAPACITIES = [
  'business',
  'operations',
  'risk',
  'sponsor',
  'reviewer',
  'signer',
  'automation',
] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** Where a decision stands. */
export const DECISION_STATES = [
  'awaiting',
  'in_force',
  'expired',
  'superseded',
  'withdrawn',
  'refused',
] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** How far a workload is rolled out once a decision is in force; `limited` states its percent. */
export const nextMode = rollout.refine(
  ({ mode, percent }) => (mode === 'limited') === (percent !== undefined),
  { path: ['percent'], message: 'belongs to limited, and limited needs it' },
);
export type NextMode = z.infer<typeof nextMode>;

/** A decision as somebody proposes it: the published verdict accepted, or another one instead of it. */
export const decisionRequest = z.strictObject({
  verdict: z.enum(VERDICTS),
  accepts: z.boolean(),
  reason: text.optional(),
  conditions: z.array(z.string().min(1).max(500)).max(20).optional(),
  /** The day up to which it holds (UTC). */
  review_date: z.iso.date(),
  evidence_hash: hash,
  next_mode: nextMode.optional(),
  /** Id of a recent decision that this one knowingly replaces. */
  replaces: z.string().max(80).optional(),
  /** Absent: every capacity is tried, the one that is most needed first. */
  capacity: z.enum(CAPACITIES).optional(),
  note: text.optional(),
});
export type DecisionRequest = z.infer<typeof decisionRequest>;

/** A further signature under a decision that waits for it. */
export const signatureRequest = z.strictObject({
  evidence_hash: hash,
  capacity: z.enum(CAPACITIES).optional(),
  note: text.optional(),
});
export type SignatureRequest = z.infer<typeof signatureRequest>;

/** Why a decision that waits is taken back, or refused by one whose signature it waits for. */
export const endingRequest = z.strictObject({ reason: text.regex(/\S/, 'say why') });

/** One signature. */
export const signature = z.object({
  actor: z.string(),
  /** The person's id; null for a program. */
  person: z.string().nullable(),
  name: z.string(),
  capacity: z.enum(CAPACITIES),
  at: instant,
  note: z.string(),
  /** The evidence that the signer had before them. */
  evidence_hash: z.string(),
});
export type Signature = z.infer<typeof signature>;

const ending = z.object({ at: instant, actor: z.string(), name: z.string(), reason: z.string() });

/** What is kept of a decision. */
export const decisionDocument = z.object({
  id: z.string(),
  workload: z.string(),
  /** The verdict signed for. */
  verdict: z.enum(VERDICTS),
  /** Whether it accepts the published verdict; else it overrules it. */
  accepts: z.boolean(),
  /** The verdict published when it was proposed. */
  published: z.enum(VERDICTS),
  reason: z.string(),
  conditions: z.array(z.string()),
  review_date: z.iso.date(),
  /** Of the frozen assessment. */
  evidence_hash: z.string(),
  assessment,
  /** Null: the rollout stays as it is. */
  next_mode: rollout.nullable(),
  proposed_at: instant,
  /** Who proposed it; a program's proposal of scale or of an overrule is no signature. */
  proposed_by: z.object({
    actor: z.string(),
    person: z.string().nullable(),
    name: z.string(),
  }),
  signatures: z.array(signature),
  /** Since all signatures are there; null until then. */
  in_force_at: instant.nullable(),
  withdrawn: ending.nullable(),
  refused: ending.nullable(),
  /** Since the rollout mode is carried out; null until then, and where there is none to carry out. */
  carried_out_at: instant.nullable(),
});
export type DecisionDocument = z.infer<typeof decisionDocument>;

/** One signature that is still missing. */
export const missingSignature = z.object({
  /** Any of these will do. */
  capacities: z.array(z.enum(CAPACITIES)),
  words: z.string(),
});
export type MissingSignature = z.infer<typeof missingSignature>;

/** What became of what a decision rests on. */
export const decisionScore = z.object({
  /** Held up, turned out otherwise, or less than a fortnight ago. */
  score: z.enum(['held', 'turned', 'too_early']),
  words: z.string(),
  /** Up to when it was looked at. */
  until: instant,
  /** Verdict published then; null where it is too early. */
  verdict: z.enum(VERDICTS).nullable(),
  /** Whether an overrule was right; null for an acceptance, and where it is too early. */
  overrule_right: z.boolean().nullable(),
  details: z.array(
    z.object({
      signal: z.string(),
      title: z.string(),
      change: z.enum(['better', 'worse', 'same', 'unknown']),
      from: z.number().nullable(),
      to: z.number().nullable(),
      words: z.string(),
    }),
  ),
});
export type DecisionScore = z.infer<typeof decisionScore>;

/** A decision as lists show it: without the frozen assessment, with where it stands. */
export const decisionItem = decisionDocument.omit({ assessment: true }).extend({
  title: z.string(),
  state: z.enum(DECISION_STATES),
  /** Why the verdict was what it was, in the frozen assessment's own sentence. */
  sentence: z.string(),
  missing: z.array(missingSignature),
  /** In force and past its review date. */
  overdue: z.boolean(),
  /** Of a decision that is or was in force; null of others, and where it was not asked for. */
  score: decisionScore.nullable(),
});
export type DecisionItem = z.infer<typeof decisionItem>;

/** A decision whole. */
export const decisionDetail = decisionItem.extend({ assessment });
export type DecisionDetail = z.infer<typeof decisionDetail>;
