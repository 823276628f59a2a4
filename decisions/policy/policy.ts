import { z } from 'zod';
import { durationText } from '../../core/duration.ts';
import { AXES, type Axis } from '../../signals/axis.ts';

export { AXES, type Axis };

/** What should happen to a workload. */
export const VERDICTS = ['scale', 'hold', 'redesign', 'stop'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Shown to be good, shown to be bad, or neither. */
export const AXIS_STATES = ['strong', 'weak', 'unproven'] as const;
export type AxisState = (typeof AXIS_STATES)[number];

const axisPattern = z.enum([...AXIS_STATES, 'any']);
const fraction = z.number().min(0).max(1);

/** How one signal counts towards its axis. */
export const signalRule = z.strictObject({
  role: z.enum(['required', 'advisory', 'not_applicable']),
  limit: z.number().optional(),
  recent: durationText.optional(),
  evidence: durationText.optional(),
  /** How far past the limit, relatively, a passing signal may drift before it stops passing. */
  recover: z.number().min(0).max(10).optional(),
  min_sample: z.number().int().min(1).max(1e9).optional(),
  judge: z.strictObject({ sensitivity: fraction, specificity: fraction }).optional(),
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

/** A policy as people write it; what is left out takes the built-in defaults. */
export const policyDocument = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug'),
  title: z.string().max(200).optional(),
  extends: z.string().max(63).optional(),
  confidence: z.number().gt(0.5).lt(1).optional(),
  grid: durationText.optional(),
  recent: durationText.optional(),
  evidence: durationText.optional(),
  stale_after: durationText.optional(),
  expected_sample: z.number().int().min(2).max(1e9).optional(),
  signals: z.record(z.string().max(128), signalRule).optional(),
  dwell: z
    .strictObject({
      hold: durationText.optional(),
      redesign: durationText.optional(),
      stop: durationText.optional(),
      scale: durationText.optional(),
    })
    .optional(),
  table: z.array(tableRow).max(100).optional(),
  gates: z.strictObject({ required_for_scale: z.array(z.string().max(128)).max(100) }).optional(),
  unpriced_tolerance: fraction.optional(),
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
  readonly judge: { readonly sensitivity: number; readonly specificity: number } | null;
  readonly reason: string | null;
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
}
