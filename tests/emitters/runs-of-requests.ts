import { expect } from 'vitest';
import type { AiSpan } from '../../ingest/otlp/ai-span.ts';
import { buildTraceRun, type TraceRun } from '../../ingest/otlp/build-trace-run.ts';
import { decodeTraces, encodingOf } from '../../ingest/otlp/decode-request.ts';
import { mapTraces } from '../../ingest/otlp/map-traces.ts';
import { createBodyReader } from '../../ingest/decompress-body.ts';
import { checkEvent } from '../../ingest/check-event.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import type { Collected } from './collector.ts';

const readBody = createBodyReader({ wireBytes: 10 * 1_048_576, bodyBytes: 64 * 1_048_576 });
const price = createRunPricer();

/** What exporters' requests come to, without a store. */
export interface Mapped {
  readonly spans: readonly AiSpan[];
  readonly events: readonly Record<string, unknown>[];
  readonly runs: readonly TraceRun[];
}

/** The runs that spans make, earliest first. */
export function runsOf(spans: readonly AiSpan[]): TraceRun[] {
  const traces = new Map<string, AiSpan[]>();
  for (const span of spans) {
    const key = `${span.workload}/${span.trace_id}`;
    traces.set(key, [...(traces.get(key) ?? []), span]);
  }
  const runs = [...traces.values()].map((known) => buildTraceRun(known, price));
  return runs.filter((run) => run !== null).toSorted((a, b) => a.tsMs - b.tsMs);
}

/** Decodes and maps every traces request; nothing of them may be refused. */
async function mapRequests(requests: readonly Collected[]): Promise<Mapped> {
  const receivedAtMs = Date.now();
  const spans: AiSpan[] = [];
  const events: Record<string, unknown>[] = [];
  for (const { path, body, contentType, contentEncoding } of requests) {
    if (!path.endsWith('/v1/traces')) continue;
    const bytes = await readBody(body, contentEncoding);
    const mapped = mapTraces(decodeTraces(bytes, encodingOf(contentType)), receivedAtMs);
    expect(mapped.refused).toEqual({ count: 0, message: '' });
    spans.push(...mapped.spans);
    events.push(...mapped.events.map((event) => ({ ...event })));
  }
  for (const event of events)
    expect(checkEvent(event, receivedAtMs)).toMatchObject({ kind: 'event' });
  return { spans, events, runs: runsOf(spans) };
}

const isProtobuf = ({ contentType }: Collected): boolean => contentType.includes('protobuf');

/**
 * Maps what an application's two exporters sent, one protobuf and one JSON, and sees that either,
 * both, the spans one by one and in reverse come to the same runs.
 */
export async function mapBothEncodings(requests: readonly Collected[]): Promise<Mapped> {
  const protobuf = await mapRequests(requests.filter(isProtobuf));
  const json = await mapRequests(requests.filter((request) => !isProtobuf(request)));
  expect(json).toEqual(protobuf);
  expect(protobuf.spans.length).toBeGreaterThan(0);
  expect(runsOf([...protobuf.spans, ...json.spans.toReversed()])).toEqual(protobuf.runs);
  return protobuf;
}

/** What a script knows of a run itself. */
export interface RunTruth {
  readonly ok: boolean;
  readonly model: string;
  readonly tokens_in: number | null;
  readonly tokens_cached: number | null;
  readonly tokens_out: number | null;
  readonly tokens_reasoning: number | null;
  readonly costUsd: number | null;
  readonly tool_calls: number | null;
  readonly tool_failures: number | null;
}

/** A run without tools that is priced from its tokens. */
export const truth = (more: Partial<RunTruth>): RunTruth => ({
  ok: true,
  model: 'gpt-4.1',
  tokens_in: null,
  tokens_cached: null,
  tokens_out: null,
  tokens_reasoning: null,
  costUsd: null,
  tool_calls: null,
  tool_failures: null,
  ...more,
});

/** List prices in USD per million tokens, as published. */
const LIST_PRICES: Readonly<Record<string, { in: number; cached: number; out: number }>> = {
  'gpt-4.1': { in: 2, cached: 0.5, out: 8 },
  'o4-mini': { in: 1.1, cached: 0.275, out: 4.4 },
  'text-embedding-3-small': { in: 0.02, cached: 0.02, out: 0 },
};

/** What a call costs at list price. */
export function listPrice(model: string, input: number, cached: number, output: number): number {
  const prices = LIST_PRICES[model];
  if (!prices) throw new Error(`no list price of ${model}`);
  const micro = (input - cached) * prices.in + cached * prices.cached + output * prices.out;
  return Math.round(micro * 1000) / 1e9;
}
