import type { Ingest, IngestAnswer } from '../../ingest/ingest.ts';
import type { AiSpan } from '../../ingest/otlp/ai-span.ts';
import { NOW } from './test-moment.ts';

/** The trace that all spans of these tests belong to, unless they say otherwise. */
export const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** @param id two hex digits */
export function span(id: string, more: Partial<AiSpan> = {}): AiSpan {
  return {
    workload: 'w',
    trace_id: TRACE,
    span_id: `00f067aa0ba902${id}`,
    parent_id: '',
    tsMs: NOW - 5000,
    duration_ms: 100,
    role: 'inference',
    name: 'chat',
    ok: true,
    error: '',
    stage: '',
    release: '',
    model: 'gpt-4.1',
    provider: 'openai',
    segment: '',
    prompt_version: '',
    conversation: '',
    tokens_in: null,
    tokens_cached: null,
    tokens_out: null,
    tokens_reasoning: null,
    cost_usd: null,
    fields: '',
    ...more,
  };
}

/** Sends spans under a key that may write anything. */
export function sendSpans(ingest: Ingest, spans: readonly AiSpan[]): Promise<IngestAnswer> {
  return ingest.acceptOtlp({ spans, events: [], allowedWorkloads: null, keyId: 'key-1' });
}
