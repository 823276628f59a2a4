import { noteWorkload, writeRow } from '../encode-event.ts';
import type { AiSpan } from '../otlp/ai-span.ts';
import type { Redactor } from '../redactor.ts';
import type { RowBatch, TableRows } from '../row-batch.ts';
import type { SeenIds } from '../seen-ids.ts';
import { wellFormed } from '../well-formed.ts';
import type { OpenTraces } from './open-traces.ts';
import { traceMark } from './trace-mark.ts';
import type { TraceRecord } from './trace-record.ts';

export interface TakeSpansDeps {
  readonly seen: SeenIds;
  readonly traces: OpenTraces;
  readonly hashUser: (user: string) => string;
  /** What is taken out of telemetry at the moment; null for nothing. */
  readonly redactor: () => Redactor | null;
  /** From what age on a span's trace may lie beyond the memory of ids, so that only the store knows. */
  readonly knownForMs: number;
}

/** A span that is new here, and the trace it belongs to. */
export interface TakenSpan {
  readonly record: TraceRecord;
  readonly span: AiSpan;
}

/** What a request's spans have become, as long as its batch is kept. */
export interface TakenSpans {
  readonly spans: readonly TakenSpan[];
  readonly duplicates: number;
}

/** With the hash of its user in place of the name. */
function withoutUser(span: AiSpan, hashUser: (user: string) => string): AiSpan {
  const { user, ...rest } = span;
  if (user === undefined) return span;
  return { ...rest, user_hash: user === '' ? '' : hashUser(wellFormed(user)) };
}

function writeSpan(rows: TableRows, span: AiSpan, receivedAtMs: number): void {
  writeRow(rows, span, {
    id: traceMark(span.trace_id),
    receivedAtMs,
    tsMs: span.tsMs,
    userHash: span.user_hash ?? '',
    costUsd: span.cost_usd,
  });
  noteWorkload(rows, span.workload, span.tsMs);
}

/**
 * Encodes the spans of a request into a batch and finds the record of each one's trace, which then
 * waits for them. A trace seen for the first time is claimed, so that a trace that was here before
 * and has been let go is told from a new one.
 */
export function takeSpans(
  deps: TakeSpansDeps,
  spans: readonly AiSpan[],
  receivedAtMs: number,
  batch: RowBatch,
): TakenSpans {
  const { seen, traces } = deps;
  const redactor = deps.redactor();
  const taken: TakenSpan[] = [];
  const second = Math.floor(receivedAtMs / 1000);
  const recordOf = (rows: TableRows, span: AiSpan): TraceRecord => {
    const known = traces.get(span.workload, span.trace_id);
    if (known) return known;
    const isNew = seen.claim(span.workload, traceMark(span.trace_id), receivedAtMs);
    if (isNew) rows.ids.push(seen.low, seen.high, second);
    const isRecent = span.tsMs > receivedAtMs - deps.knownForMs;
    return traces.add(span.workload, span.trace_id, receivedAtMs, isNew && isRecent);
  };
  let duplicates = 0;
  for (const sent of spans) {
    const rows = batch.rowsOf('spans');
    const record = recordOf(rows, sent);
    if (record.spans.has(sent.span_id)) {
      duplicates += 1;
      continue;
    }
    const span = withoutUser(redactor ? redactor.redactFields(sent, '') : sent, deps.hashUser);
    writeSpan(rows, span, receivedAtMs);
    record.inFlight += 1;
    taken.push({ record, span });
  }
  return { spans: taken, duplicates };
}

/** Adds spans that are on disk to their traces. */
export function keepSpans(traces: OpenTraces, { spans }: TakenSpans, nowMs: number): void {
  for (const { record, span } of spans) {
    record.inFlight -= 1;
    if (record.spans.has(span.span_id)) continue;
    record.spans.set(span.span_id, span);
    traces.touch(record, nowMs);
  }
}

/** Lets go of spans that could not be kept, and of traces that nothing else is known of. */
export function dropSpans(traces: OpenTraces, { spans }: TakenSpans): void {
  for (const { record } of spans) {
    record.inFlight -= 1;
    if (record.inFlight === 0 && record.spans.size === 0) traces.remove(record);
  }
}
