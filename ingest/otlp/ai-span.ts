/**
 * What a span is to a run: `agent`, `inference`, `embedding`, `tool` and `retrieval` speak for
 * themselves; `evaluator` judges another's output; `step` is any other span of an AI framework
 * (chain, workflow, guardrail, reranker, an SDK's outer call).
 */
export const SPAN_ROLES = [
  'agent',
  'inference',
  'embedding',
  'tool',
  'retrieval',
  'evaluator',
  'step',
] as const;
export type SpanRole = (typeof SPAN_ROLES)[number];

/**
 * One span of an AI application, whatever instrumentation emitted it, in the columns of the raw
 * table `spans`. Absent texts are empty, absent numbers and flags null: a count that the emitter
 * left out is not 0.
 */
export interface AiSpan {
  readonly workload: string;
  /** 32 lower-case hex digits. */
  readonly trace_id: string;
  /** 16 lower-case hex digits. */
  readonly span_id: string;
  /** Empty for the root of its trace. */
  readonly parent_id: string;
  /** Start, epoch milliseconds. */
  readonly tsMs: number;
  readonly duration_ms: number;
  readonly role: SpanRole;
  /** The tool's name on a tool span; else the operation. */
  readonly name: string;
  /** False where the span's status is an error; null where nothing tells. */
  readonly ok: boolean | null;
  readonly error: string;
  readonly stage: string;
  readonly release: string;
  readonly model: string;
  readonly provider: string;
  readonly segment: string;
  readonly prompt_version: string;
  readonly conversation: string;
  /** As the sender wrote it; only its keyed hash is ever stored. Absent on spans that are read back. */
  readonly user?: string;
  /** Set instead of `user` on spans that are read back. */
  readonly user_hash?: string;
  /** Cached tokens included. */
  readonly tokens_in: number | null;
  readonly tokens_cached: number | null;
  /** Reasoning tokens included. */
  readonly tokens_out: number | null;
  readonly tokens_reasoning: number | null;
  /** Stated by the emitter, USD. */
  readonly cost_usd: number | null;
  /** JSON object of the run's fields that `bellwether.*` attributes state (`outcome`, `value_usd` …); empty for none. */
  readonly fields: string;
}
