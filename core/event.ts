import { z } from 'zod';
import { MAX_MONEY_USD } from './money.ts';
import { REVIEW_VERDICTS } from './review-verdicts.ts';

/** Version of the data contract; raised when a field changes its meaning. */
export const CONTRACT_VERSION = 1;

/** How far back an event may lie, in milliseconds (400 days: a year plus a quarter's lateness). */
export const MAX_EVENT_AGE_MS = 400 * 86_400_000;

/** How far ahead an event may lie, in milliseconds (5 minutes: ordinary clock skew). */
export const MAX_EVENT_AHEAD_MS = 5 * 60_000;

const MAX_COUNT = 1e12;
/** Largest measure that an event may state, in its own unit (31 years in milliseconds): above it lies a mistake. */
export const MAX_MEASURE = 1e12;

const short = z.string().max(128);
const long = z.string().max(256);
const text = z.string().max(4096);
const flag = z.boolean();
const count = z.number().int().min(0).max(MAX_COUNT);
const amount = z.number().min(-MAX_MONEY_USD).max(MAX_MONEY_USD);
const measure = z.number().min(-MAX_MEASURE).max(MAX_MEASURE);
const nonNegative = z.number().min(0).max(MAX_MEASURE);
const share = z.number().min(0).max(1);
/** RFC 3339 with an offset, or epoch milliseconds. */
const instant = z.union([z.iso.datetime({ offset: true }), z.number().min(0).max(8.64e15)], {
  error: 'expected RFC 3339 with an offset, or epoch milliseconds',
});

/** A workload's id: what appears in addresses, file names and flags. */
export const workloadSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a slug: a-z, 0-9 and -, at most 63 characters');

/** The kinds of event of this version, in the order of the contract. */
export const EVENT_KINDS = [
  'run',
  'tool_call',
  'evaluation',
  'review',
  'feedback',
  'probe',
  'deployment',
  'incident',
  'cost',
  'outcome',
  'adoption',
  'distribution',
  'drift',
  'metric',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Fields that every event may carry; null means absent. */
const common = {
  id: z.string().min(1).max(128).nullish(),
  ts: instant.nullish(),
  workload: workloadSlug,
  stage: short.nullish(),
  release: short.nullish(),
  model: short.nullish(),
  provider: short.nullish(),
  segment: short.nullish(),
  prompt_version: short.nullish(),
  trace_id: long.nullish(),
  conversation: long.nullish(),
  user: long.nullish(),
  attributes: z
    .record(long, z.union([z.string().max(8192), z.number(), z.boolean()]))
    .refine((map) => Object.keys(map).length <= 64, 'at most 64 attributes')
    .nullish(),
};

const run = z.strictObject({
  kind: z.literal('run'),
  ...common,
  latency_ms: nonNegative.nullish(),
  ok: flag.nullish(),
  error: text.nullish(),
  tokens_in: count.nullish(),
  tokens_cached: count.nullish(),
  tokens_out: count.nullish(),
  tokens_reasoning: count.nullish(),
  cost_usd: z.number().min(0).max(MAX_MONEY_USD).nullish(),
  confidence: share.nullish(),
  hallucination: flag.nullish(),
  tool_calls: count.nullish(),
  tool_failures: count.nullish(),
  outcome: z.enum(['accepted', 'edited', 'rejected', 'abandoned']).nullish(),
  escalated: flag.nullish(),
  value_usd: amount.nullish(),
  minutes_saved: measure.nullish(),
});

const toolCall = z.strictObject({
  kind: z.literal('tool_call'),
  ...common,
  tool: short,
  ok: flag,
  latency_ms: nonNegative.nullish(),
  error: text.nullish(),
  run: short.nullish(),
});

const evaluation = z.strictObject({
  kind: z.literal('evaluation'),
  ...common,
  name: short,
  score: measure.nullish(),
  label: long.nullish(),
  passed: flag.nullish(),
  evaluator: z.enum(['human', 'model', 'rule']).nullish(),
  run: short.nullish(),
  dataset: long.nullish(),
});

const review = z.strictObject({
  kind: z.literal('review'),
  ...common,
  run: short.nullish(),
  source: z.enum(['random', 'alert', 'escalation', 'gate']).nullish(),
  verdict: z.enum(REVIEW_VERDICTS).nullish(),
  hallucination: flag.nullish(),
  failure_pattern: long.nullish(),
  seconds: nonNegative.nullish(),
  reviewer: long.nullish(),
});

const feedback = z.strictObject({
  kind: z.literal('feedback'),
  ...common,
  run: short.nullish(),
  rating: z.number().min(-1).max(1).nullish(),
  complaint: flag.nullish(),
});

const probe = z.strictObject({
  kind: z.literal('probe'),
  ...common,
  ok: flag,
  latency_ms: nonNegative.nullish(),
});

const deployment = z.strictObject({
  kind: z.literal('deployment'),
  ...common,
  change: z.enum(['rollout', 'rollback', 'config']),
  exposure_percent: z.number().min(0).max(100).nullish(),
});

const incident = z.strictObject({
  kind: z.literal('incident'),
  ...common,
  incident: short,
  phase: z.enum(['started', 'detected', 'mitigated', 'restored']),
  rollback: flag.nullish(),
  drill: flag.nullish(),
  cause: text.nullish(),
});

const cost = z.strictObject({
  kind: z.literal('cost'),
  ...common,
  category: z.enum(['inference', 'review', 'support', 'infrastructure', 'incident', 'other']),
  amount_usd: amount,
  period_start: instant.nullish(),
  period_end: instant.nullish(),
});

const outcome = z.strictObject({
  kind: z.literal('outcome'),
  ...common,
  name: short,
  count: count.nullish(),
  value_usd: amount.nullish(),
});

const adoption = z.strictObject({
  kind: z.literal('adoption'),
  ...common,
  eligible: count,
  used: count,
  bypassed: count.nullish(),
});

const feature = z.string().min(1).max(128);
const MAX_DISTRIBUTION_PARTS = 1000;

/** How one feature is spread over a period: raw values, or counts by bin or by category. */
const distribution = z.strictObject({
  kind: z.literal('distribution'),
  ...common,
  feature,
  role: z.enum(['input', 'output', 'behaviour']),
  values: z.array(measure).min(1).max(MAX_DISTRIBUTION_PARTS).nullish(),
  histogram: z
    .strictObject({
      edges: z.array(measure).min(2).max(MAX_DISTRIBUTION_PARTS),
      counts: z.array(count).min(1).max(MAX_DISTRIBUTION_PARTS),
    })
    .nullish(),
  categories: z
    .record(long, count)
    .refine((map) => {
      const { length } = Object.keys(map);
      return length > 0 && length <= MAX_DISTRIBUTION_PARTS;
    }, 'expected 1 to 1000 categories')
    .nullish(),
});

const drift = z.strictObject({
  kind: z.literal('drift'),
  ...common,
  feature,
  role: z.enum(['input', 'output', 'behaviour']).nullish(),
  score: nonNegative,
  method: short.nullish(),
  p_value: share.nullish(),
});

const metric = z.strictObject({
  kind: z.literal('metric'),
  ...common,
  signal: short,
  value: measure,
  n: nonNegative.nullish(),
  low: measure.nullish(),
  high: measure.nullish(),
});

/** One telemetry record as it stands on the wire: the data contract. */
export const wireEvent = z.discriminatedUnion('kind', [
  run,
  toolCall,
  evaluation,
  review,
  feedback,
  probe,
  deployment,
  incident,
  cost,
  outcome,
  adoption,
  distribution,
  drift,
  metric,
]);

/** A telemetry record as a sender writes it. */
export type WireEvent = z.infer<typeof wireEvent>;

/** The wire form of one kind of event. */
export type WireEventOf<K extends EventKind> = Extract<WireEvent, { kind: K }>;
