import { z } from 'zod';

const text = z.string().nullable();
const number = z.number().nullable();
const flag = z.boolean().nullable();

/** One raw run as it is read back, with the names of the data contract; absent fields are null. */
export const runItem = z.object({
  kind: z.literal('run'),
  id: z.string(),
  ts: z.iso.datetime(),
  workload: z.string(),
  stage: text,
  release: text,
  model: text,
  provider: text,
  segment: text,
  prompt_version: text,
  trace_id: text,
  conversation: text,
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
  latency_ms: number,
  ok: flag,
  error: text,
  tokens_in: number,
  tokens_cached: number,
  tokens_out: number,
  tokens_reasoning: number,
  cost_usd: number,
  /** `stated` by the sender or `priced` here; null where the cost is not known. */
  cost_source: text,
  confidence: number,
  hallucination: flag,
  tool_calls: number,
  tool_failures: number,
  outcome: text,
  escalated: flag,
  value_usd: number,
  minutes_saved: number,
});

/** A raw run as it is read back. */
export type RunItem = z.infer<typeof runItem>;
