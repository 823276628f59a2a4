import { z } from 'zod';
import { durationText } from '../../core/duration.ts';
import { DAY_MS } from '../../core/time.ts';
import { RISK_CLASSES, STAGES } from '../../core/workload.ts';
import {
  ABSENT_POLICIES,
  COMPARISONS,
  isOnClearSide,
  type Comparison,
} from '../condition/condition.ts';
import { MAX_WINDOW_MS, minSamples, minutes, signalId, window } from './condition-fields.ts';
import { anomalyCondition, driftCondition } from './usual-conditions.ts';

/** How loud an alert is, loudest first. */
export const SEVERITIES = ['page', 'warn', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What one workload's telemetry may be split by; each part then is an alert of its own. */
export const RULE_CUTS = ['release', 'model', 'segment', 'tool'] as const;
export type RuleCut = (typeof RULE_CUTS)[number];

/** Labels that rules set for themselves may not be called like those that every alert has. */
export const OWN_LABELS = ['rule', 'workload', 'severity', 'reason', ...RULE_CUTS] as const;

/** Among what breaches, a recovery threshold would hold nothing. */
function recoversOnClearSide(one: {
  readonly op: Comparison;
  readonly threshold: number;
  readonly recovery_threshold?: number | undefined;
}): boolean {
  return one.recovery_threshold === undefined || isOnClearSide(one.recovery_threshold, one);
}
const WRONG_SIDE = {
  error: 'expected on the clear side of the threshold',
  path: ['recovery_threshold'],
};

/** A number against a threshold. */
export const thresholdCondition = z
  .strictObject({
    signal: signalId,
    op: z.enum(COMPARISONS),
    threshold: z.number(),
    /** How far the number has to come back before an alert may end; on the clear side of the threshold. */
    recovery_threshold: z.number().optional(),
    window: window.default('5m'),
    /** Trials below which there is no number. */
    min_samples: minSamples.optional(),
  })
  .refine(recoversOnClearSide, WRONG_SIDE);
export type ThresholdCondition = z.output<typeof thresholdCondition>;

/** An error budget that is burnt too fast: a proportion over pairs of windows. */
export const burnCondition = z.strictObject({
  burn: z.strictObject({
    signal: signalId,
    objective: z.number().gt(0).lt(1),
    windows: z
      .array(
        z.strictObject({
          long: window,
          short: window,
          factor: z.number().gt(0).max(10_000),
          /** Of the alert while this pair fires; absent: the rule's. */
          severity: z.enum(SEVERITIES).optional(),
        }),
      )
      .min(1)
      .max(8)
      .optional(),
  }),
});
export type BurnCondition = z.output<typeof burnCondition>;

/** How far a number moved, relative to what it was in the same window before, or with the release before. */
export const changeCondition = z.strictObject({
  change: z
    .strictObject({
      signal: signalId,
      op: z.enum(COMPARISONS),
      /** Relative: 0.5 is half as much again, −0.2 a fifth less. */
      threshold: z.number(),
      recovery_threshold: z.number().optional(),
      window: window.default('1h'),
      /** What it is compared with: the window that ended this long before; absent: the window's length. */
      before: window.optional(),
      /** Compares the newest release with the one before it, over as long from its start on as before it. */
      against: z.literal('release').optional(),
      min_samples: minSamples.optional(),
    })
    .refine(recoversOnClearSide, WRONG_SIDE)
    .refine(({ before, against }) => before === undefined || against === undefined, {
      error: 'another release is compared with as of its own time',
      path: ['before'],
    }),
});
export type ChangeCondition = z.output<typeof changeCondition>;

/** Telemetry that stopped, of a workload that once sent some. */
export const absenceCondition = z.strictObject({
  absence: z.strictObject({ for: minutes(60_000, MAX_WINDOW_MS) }),
});
export type AbsenceCondition = z.output<typeof absenceCondition>;

const simpleCondition = z.union([
  thresholdCondition,
  burnCondition,
  changeCondition,
  absenceCondition,
  anomalyCondition,
  driftCondition,
]);
export type SimpleCondition = z.output<typeof simpleCondition>;

const conditions = z.array(simpleCondition).min(1).max(10);
/** When a rule fires: one condition, all of several, or any of them. */
export const ruleWhen = z.union([
  z.strictObject({ all: conditions }),
  z.strictObject({ any: conditions }),
  simpleCondition,
]);
export type RuleWhen = z.output<typeof ruleWhen>;

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug');
const labelName = z.string().regex(/^[a-z_][a-z0-9_]{0,63}$/, 'expected lower case, digits and _');
const template = z.string().max(2000);

/** Which workloads a rule looks at; what is absent does not limit it. */
export const ruleSelect = z.strictObject({
  /** Ids, with `*` for any part of one. */
  workloads: z.array(z.string().min(1).max(128)).min(1).max(1000).default(['*']),
  stage: z.array(z.enum(STAGES)).min(1).optional(),
  risk_class: z.array(z.enum(RISK_CLASSES)).min(1).optional(),
});

/** An alert rule as people write it. */
export const ruleDocument = z.strictObject({
  id: slug,
  title: z.string().min(1).max(200),
  enabled: z.boolean().default(true),
  select: ruleSelect.prefault({}),
  by: z.array(z.enum(RULE_CUTS)).max(1).default([]),
  when: ruleWhen,
  interval: minutes(60_000, DAY_MS).default('1m'),
  for: durationText.default('0s'),
  keep_firing_for: durationText.default('0s'),
  /** Absent: `zero` for counts, else `keep`. */
  absent: z.enum(ABSENT_POLICIES).optional(),
  /** Silence of its source after which an alert tells that there is no data; null: never. */
  no_data_for: minutes(60_000, MAX_WINDOW_MS).nullable().default(null),
  severity: z.enum(SEVERITIES).default('warn'),
  blocks_scale: z.boolean().default(false),
  /** What a signed-off rollout may fall back to while it fires; null: nothing. */
  action: z
    .strictObject({ pause: z.literal(true) })
    .nullable()
    .default(null),
  labels: z
    .record(labelName, z.string().max(200))
    .refine((labels) => OWN_LABELS.every((name) => !Object.hasOwn(labels, name)), {
      error: `may not be one of ${OWN_LABELS.join(', ')}`,
    })
    .default({}),
  summary: template.default('{{workload}}: {{title}}, {{value}}'),
  description: template.default(''),
  runbook_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  owner: z.string().max(200).optional(),
});
export type RuleDocument = z.output<typeof ruleDocument>;
