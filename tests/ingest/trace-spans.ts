import { expect } from 'vitest';
import type { Ingest, OtlpAnswer } from '../../ingest/ingest.ts';
import type { AiSpan } from '../../ingest/otlp/ai-span.ts';
import type { MemoryTarget } from './support.ts';
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
export function sendSpans(ingest: Ingest, spans: readonly AiSpan[]): Promise<OtlpAnswer> {
  return ingest.acceptOtlp({ spans, events: [], allowedWorkloads: null, keyId: 'key-1' });
}

const root = span('01', { role: 'agent', duration_ms: 900, tokens_in: 300, tokens_out: 30 });
const first = span('02', {
  parent_id: root.span_id,
  role: 'inference',
  tsMs: root.tsMs + 10,
  tokens_in: 100,
  tokens_out: 10,
});
const tool = span('03', { parent_id: root.span_id, role: 'tool', name: 'search', ok: false });
const second = span('04', {
  parent_id: root.span_id,
  role: 'inference',
  tsMs: root.tsMs + 500,
  tokens_in: 200,
  tokens_out: 20,
});
/** A whole trace: its root, two calls of a model, and a tool between them. */
export const PIECES = [root, first, tool, second] as const;
/** What its run says. */
export const WHOLE = {
  id: TRACE,
  tokens_in: 300,
  tokens_out: 30,
  latency_ms: 900,
  ok: 1,
  tool_calls: 1,
  tool_failures: 1,
  origin: 'otlp',
};

/** The runs that count: rows less those taken back. */
export function counted(target: MemoryTarget): Record<string, unknown>[] {
  const signs = new Map<string, { row: Record<string, unknown>; n: number }>();
  for (const { sign, spool_segment: _, ...row } of target.rows('runs')) {
    const key = JSON.stringify(row, (_name, v: unknown) => (typeof v === 'bigint' ? `${v}` : v));
    const entry = signs.get(key) ?? { row, n: 0 };
    signs.set(key, { row, n: entry.n + Number(sign) });
  }
  const entries = [...signs.values()].filter(({ n }) => n !== 0);
  expect(entries.every(({ n }) => n === 1)).toBe(true);
  return entries.map(({ row }) => row);
}
