import { z } from 'zod';
import { durationText } from '../../core/duration.ts';
import type { RISK_CLASSES } from '../../core/workload.ts';
import { AXES, type Axis } from '../../signals/axis.ts';

export { AXES, type Axis };

/** What should happen to a workload. */
export const VERDICTS = ['scale', 'hold', 'redesign', 'stop'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Shown to be good, shown to be bad, or neither. */
export const AXIS_STATES = ['strong', 'weak', 'unproven'] as const;
export type AxisState = (typeof AXIS_STATES)[number];

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug');
const axisPattern = z.enum([...AXIS_STATES, 'any']);
const fraction = z.number().min(0).max(1);

const judge = z.strictObject({
  sensitivity: fraction,
  specificity: fraction,
  /** Cases of known truth behind sensitivity and specificity; without them both are taken as exact. */
  n_positive: z.number().int().min(1).max(1e9).optional(),
  n_negative: z.number().int().min(1).max(1e9).optional(),
});

/** What features are compared with: a period, or the first days of a release. */
export const driftReference = z.union([
  z.strictObject({
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  }),
  z.strictObject({ release: z.string().min(1).max(128) }),
]);
export type DriftReference = z.infer<typeof driftReference>;

/** How one signal counts towards its axis. */
export const signalRule = z.strictObject({
  role: z.enum(['required', 'advisory', 'not_applicable']),
  limit: z.number().optional(),
  recent: durationText.optional(),
  evidence: durationText.optional(),
  /** How far past the limit, relatively, a passing signal may drift before it stops passing. */
  recover: z.number().min(0).max(10).optional(),
  min_sample: z.number().int().min(1).max(1e9).optional(),
  judge: judge.optional(),
  reference: driftReference.optional(),
  /** Instead of the policy's: how often the signal's source speaks, for one that is asked on a schedule. */
  stale_after: durationText.optional(),
  /** Why a signal does not apply; required with that role. */
  reason: z.string().max(2000).optional(),
});
export type SignalRule = z.infer<typeof signalRule>;

/** One row of a decision table: a pattern an axis, the verdict where all match, and that in words. */
export const tableRow = z.strictObject({
  value: axisPattern,
  operations: axisPattern,
  economics: axisPattern,
  verdict: z.enum(VERDICTS),
  words: z.string().max(500),
});
export type TableRow = z.infer<typeof tableRow>;

/** Rules by signal id. */
export const signalRules = z.record(z.string().max(128), signalRule);
const dwellTimes = z.strictObject({
  hold: durationText.optional(),
  redesign: durationText.optional(),
  stop: durationText.optional(),
  scale: durationText.optional(),
});
const gateList = z.strictObject({ required_for_scale: z.array(z.string().max(128)).max(100) });

const signingPart = z.strictObject({
  evidence_tolerance: durationText
    .optional()
    .describe('How long evidence may be signed after it was current; 2h by default'),
  grace: durationText
    .optional()
    .describe('From the decision date to the fall-back to the safe mode; 7d by default'),
});

/** What holds for the workloads of one risk class instead of what a policy says in general. */
export const riskClassPart = z.strictObject({
  signals: signalRules.optional(),
  dwell: dwellTimes.optional(),
  gates: gateList.optional(),
});
export type RiskClassPart = z.infer<typeof riskClassPart>;
export type RiskClass = (typeof RISK_CLASSES)[number];

/** What holds for one workload alone, and why it is treated differently. */
export const workloadOverride = z.strictObject({
  reason: z.string().max(2000).regex(/\S/, 'say why this workload is treated differently'),
  signals: signalRules,
});
export type WorkloadOverride = z.infer<typeof workloadOverride>;

/** A policy as people write it; what is left out takes the built-in defaults. */
export const policyDocument = z.strictObject({
  id: slug,
  title: z.string().max(200).optional(),
  extends: z
    .string()
    .max(63)
    .optional()
    .describe('The policy whose signals hold where this one names none; nothing else is inherited'),
  confidence: z.number().gt(0.5).lt(1).optional().describe('Of every interval; 0.95 by default'),
  grid: durationText.optional().describe('How often verdicts are worked out; 1h by default'),
  recent: durationText.optional().describe('The window that is quick to doubt; 7d by default'),
  evidence: durationText.optional().describe('The window that is slow to trust; 28d by default'),
  stale_after: durationText
    .optional()
    .describe('Silence that makes a signal stale; 48h by default'),
  expected_sample: z
    .number()
    .int()
    .min(2)
    .max(1e9)
    .optional()
    .describe('The sample at which intervals of means are narrowest; 1000 by default'),
  signals: signalRules.optional().describe('By signal; one that is not named is shown only'),
  dwell: dwellTimes
    .optional()
    .describe('How long a verdict has to be proposed before it is published; 0d, 3d, 7d, 7d'),
  table: z
    .array(tableRow)
    .max(100)
    .optional()
    .describe('The first row that matches gives the verdict; none may be left without one'),
  gates: gateList.optional(),
  unpriced_tolerance: fraction.optional().describe('Runs that may lack a price; 0.01 by default'),
  signing: signingPart
    .optional()
    .describe('How decisions are signed; it changes no verdict and no hash of the policy'),
  risk_classes: z
    .strictObject({
      internal: riskClassPart.optional(),
      'customer-facing': riskClassPart.optional(),
      regulated: riskClassPart.optional(),
    } satisfies Record<RiskClass, unknown>)
    .optional()
    .describe("What holds instead, by the risk class of the workload's record"),
  overrides: z
    .record(slug, workloadOverride)
    .optional()
    .describe('What holds instead, by workload; nearer than its risk class'),
});
export type PolicyDocument = z.infer<typeof policyDocument>;

/**
 * One signal's rule with every default filled in; durations in milliseconds. It also says what the
 * engine needs of the catalogue, so that the engine decides on a policy and readings alone.
 */
export interface ResolvedSignalRule {
  readonly axis: Axis;
  readonly better: 'higher' | 'lower';
  /** A share of trials, within 0 to 1: the room beyond its limit is measured from 1 where higher is better. */
  readonly proportion: boolean;
  readonly role: 'required' | 'advisory' | 'not_applicable';
  readonly limit: number | null;
  readonly recentMs: number;
  readonly evidenceMs: number;
  readonly recover: number;
  readonly minSample: number;
  readonly judge: z.infer<typeof judge> | null;
  readonly reason: string | null;
  /** Absent where the policy names none. */
  readonly reference?: DriftReference;
  /** Absent where the policy's own holds. */
  readonly staleAfterMs?: number;
}

/** The workload a policy is resolved for: its id, and its risk class where the record states one. */
export interface PolicySubject {
  readonly id: string;
  readonly risk_class?: RiskClass | undefined;
}

/** A policy ready to decide: inherited, defaulted, checked. */
export interface ResolvedPolicy {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the canonical JSON of the resolved document. */
  readonly hash: string;
  readonly alpha: number;
  readonly gridMs: number;
  readonly staleAfterMs: number;
  readonly expectedSample: number;
  /** Every signal of the catalogue, named by the policy or not. */
  readonly signals: ReadonlyMap<string, ResolvedSignalRule>;
  readonly dwellMs: Readonly<Record<Verdict, number>>;
  readonly table: readonly TableRow[];
  readonly gatesRequiredForScale: readonly string[];
  readonly unpricedTolerance: number;
  /** The workload that it makes an exception for, and why; absent where it makes none. */
  readonly override?: { readonly workload: string; readonly reason: string };
}
