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

/** What one success is worth and what it is measured against; every part may be unknown. */
export const businessCase = z.strictObject({
  value_per_success_usd: usd.optional(),
  /** Share of a success that an edited output counts as, 0 to 1. */
  edited_fraction: z.number().min(0).max(1).optional(),
  minute_value_usd: usd.optional(),
  source: z.string().max(2000).optional(),
  date: day.optional(),
  baseline_cost_per_task_usd: usd.optional(),
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
  purpose: z.string().max(4000).optional(),
  out_of_scope: z.string().max(4000).optional(),
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
    })
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
  /** How often a business review is due, e.g. `30d`. */
  review_cadence: durationText.optional(),
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
