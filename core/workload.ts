import { z } from 'zod';
import { auditSettings } from './audit.ts';
import { durationText } from './duration.ts';
import { workloadSlug } from './event.ts';
import { MAX_MONEY_USD } from './money.ts';
import { DAY_MS } from './time.ts';

/** Where a workload is on its way, in order. */
export const STAGES = ['design', 'testing', 'sandbox', 'production', 'retired'] as const;
/** What an error of the workload can reach, mildest first. */
export const RISK_CLASSES = ['internal', 'customer-facing', 'regulated'] as const;
/** What the running application may do, least first. */
export const ROLLOUT_MODES = [
  'off',
  'read-only',
  'draft-only',
  'review',
  'limited',
  'live',
] as const;

/** Modes in which no output reaches anybody unseen. */
export const SAFE_MODES = ['off', 'read-only', 'draft-only', 'review'] as const;
export type SafeMode = (typeof SAFE_MODES)[number];

/** The safe mode of a record that names none: everything is looked at before it counts. */
export const DEFAULT_SAFE_MODE: SafeMode = 'review';

const usd = z.number().min(0).max(MAX_MONEY_USD);
const day = z.iso.date();
const name = z.string().max(200);
const text = z.string().max(4000);

/** In what somebody answers for a workload; each is named in its record. */
export const CAPACITIES = [
  'business',
  'technical',
  'operations',
  'risk',
  'cost',
  'sponsor',
  'expert',
  'content',
  'vendor',
  'compliance',
  'security',
  'privacy',
  'architecture',
] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** What a pilot is to find out, and what each answer to that leads to. */
export const pilot = z.strictObject({
  question: text.optional(),
  criteria: z
    .strictObject({
      proceed: text.optional(),
      narrow: text.optional(),
      redesign: text.optional(),
      another_pilot: text.optional(),
      stop: text.optional(),
    })
    .optional(),
});

/** What was agreed that readiness is measured by; without it the policy's limits are. */
export const agreedTargets = z.strictObject({
  /** Share of the evaluation set that has to be passed, 0 to 1. */
  evaluation_pass_rate: z.number().min(0).max(1).optional(),
  /** Share of audited outputs that may be wrong, 0 to 1. */
  audited_error_rate: z.number().gt(0).max(1).optional(),
  latency_p95_ms: z.number().gt(0).max(1e9).optional(),
  /** From detecting that something is wrong to being back. */
  rollback_minutes: z.number().gt(0).max(1e6).optional(),
});

/** Who signs a gate of this workload, instead of those who do by default. */
export const gateApprovers = z.strictObject({
  approvers: z.array(z.enum(CAPACITIES)).min(1).max(5),
});

/** What one success is worth and what it is measured against; every part may be unknown. */
export const businessCase = z.strictObject({
  value_per_success_usd: usd.optional(),
  /** Share of a success that an edited output counts as, 0 to 1. */
  edited_fraction: z.number().min(0).max(1).optional(),
  minute_value_usd: usd.optional(),
  source: z.string().max(2000).optional(),
  date: day.optional(),
  baseline_cost_per_task_usd: usd.optional(),
  baseline_minutes_per_task: z.number().min(0).max(1e6).optional(),
  /** What it costs whether it runs or not. */
  fixed_usd_per_month: usd.optional(),
  /** Value of a success below which it is not worth continuing. */
  least_value_per_success_usd: usd.optional(),
  expected_runs_per_day: z.number().min(0).max(1e9).optional(),
  review_usd_per_hour: usd.optional(),
  monthly_budget_usd: usd.optional(),
  payback_months: z.number().min(0).max(1200).optional(),
  stop_conditions: z.string().max(4000).optional(),
});
export type BusinessCase = z.infer<typeof businessCase>;

/** How far the workload is rolled out. */
export const rollout = z.strictObject({
  mode: z.enum(ROLLOUT_MODES),
  /** Share of traffic in mode `limited`, 0 to 100. */
  percent: z.number().min(0).max(100).optional(),
});

/** The record of one AI workflow in one line of business. */
export const workloadDocument = z.strictObject({
  id: workloadSlug,
  title: name,
  purpose: text.optional(),
  out_of_scope: text.optional(),
  target_workflow: text.optional(),
  users: text.optional(),
  pilot: pilot.optional(),
  /** What happens to an output: it is acted on, looked at by a person, or rejected. */
  routing: z
    .strictObject({ act: text.optional(), review: text.optional(), reject: text.optional() })
    .optional(),
  /** What becomes different for the people around it. */
  changes: z.strictObject({ workflow: text.optional(), roles: text.optional() }).optional(),
  escalation_path: text.optional(),
  support_path: text.optional(),
  /** How often a business review is due, e.g. `30d`. */
  review_cadence: durationText.optional(),
  /** Outputs that reviewers can look at in a day. */
  review_capacity_per_day: z.number().int().min(0).max(1e6).optional(),
  data_accessed: text.optional(),
  /** Version of the data contract that its senders hold on to. */
  data_contract: z.number().int().min(1).max(1000).optional(),
  agreed: agreedTargets.optional(),
  /** By gate. */
  gates: z
    .record(z.string().regex(/^[a-z][a-z_]{0,62}$/, 'expected the id of a gate'), gateApprovers)
    .optional(),
  stage: z.enum(STAGES),
  risk_class: z.enum(RISK_CLASSES).optional(),
  owners: z
    .strictObject({
      business: name.optional(),
      technical: name.optional(),
      operations: name.optional(),
      risk: name.optional(),
      cost: name.optional(),
      sponsor: name.optional(),
      expert: name.optional(),
      content: name.optional(),
      vendor: name.optional(),
      compliance: name.optional(),
      security: name.optional(),
      privacy: name.optional(),
      architecture: name.optional(),
    } satisfies Record<Capacity, unknown>)
    .optional(),
  business_case: businessCase.optional(),
  rollout: rollout.optional(),
  policy: z.string().max(63),
  decision_due: day.optional(),
  /** What it falls back to when its decision is overdue for longer than the policy's grace. */
  safe_mode: z.enum(SAFE_MODES).optional(),
  runbook_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  audit: auditSettings.optional(),
});
export type WorkloadDocument = z.infer<typeof workloadDocument>;

/** What an edited output counts as where the business case does not say: half a success. */
export const DEFAULT_EDITED_FRACTION = 0.5;

/**
 * The record a workload gets when its first event arrives: no owner, no case, so both gaps show.
 * @param id the slug on the event
 */
export function workloadOnSight(id: string): WorkloadDocument {
  const words = id.replaceAll('-', ' ');
  return {
    id,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    stage: 'production',
    policy: 'default',
  };
}

/**
 * Whether a workload's decision date has passed: from the end of that day (UTC) on.
 * @param atMs epoch milliseconds
 */
export function isOverdue(
  { decision_due }: Pick<WorkloadDocument, 'decision_due'>,
  atMs: number,
): boolean {
  return decision_due !== undefined && Date.parse(decision_due) + DAY_MS <= atMs;
}
