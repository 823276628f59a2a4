import { MAX_TRACE_SPANS } from '../../store/questions/find-traces.ts';
import { claimId } from '../claim-ids.ts';
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
  /** Spans of traces that hold as many as one may. */
  readonly refused: number;
}

/** With the hash of its user in place of the name. */
function withoutUser(span: AiSpan, hashUser: (user: string) => string): AiSpan {
  if (span.user === undefined || span.user === '') return span;
  const { user, ...rest } = span;
  return { ...rest, user_hash: hashUser(wellFormed(user)) };
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
 * @throws what writing a row throws; then nothing waits for the spans, and the batch is of no use
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
  const addRecord = (rows: TableRows, { workload, trace_id }: AiSpan): TraceRecord => {
    const isNew = claimId(seen, rows, workload, traceMark(trace_id), receivedAtMs);
    return traces.add(workload, trace_id, receivedAtMs, isNew);
  };
  let duplicates = 0;
  let refused = 0;
  /** A trace's spans mostly come together. */
  let latest: TraceRecord | undefined;
  const recordOf = (rows: TableRows, sent: AiSpan): TraceRecord => {
    const isLatest = latest?.traceId === sent.trace_id && latest.workload === sent.workload;
    if (latest !== undefined && isLatest) return latest;
    return (latest = traces.get(sent.workload, sent.trace_id) ?? addRecord(rows, sent));
  };
  function take(sent: AiSpan): void {
    const rows = batch.rowsOf('spans');
    const record = recordOf(rows, sent);
    // Its trace may have begun before what is remembered here.
    const isOld = sent.tsMs <= receivedAtMs - deps.knownForMs;
    if (isOld && !record.isLookedUp) record.isComplete = false;
    if (record.spans.has(sent.span_id)) duplicates += 1;
    else if (record.spans.size + record.inFlight >= MAX_TRACE_SPANS) refused += 1;
    else {
      const span = withoutUser(redactor ? redactor.redactFields(sent, '') : sent, deps.hashUser);
      writeSpan(rows, span, receivedAtMs);
      record.inFlight += 1;
      taken.push({ record, span });
    }
  }
  try {
    for (const sent of spans) take(sent);
  } catch (error) {
    dropSpans(traces, { spans: taken });
    throw error;
  }
  return { spans: taken, duplicates, refused };
}

/** Adds spans that are on disk to their traces. */
export function keepSpans(
  traces: OpenTraces,
  { spans }: Pick<TakenSpans, 'spans'>,
  nowMs: number,
): void {
  for (const { record, span } of spans) {
    record.inFlight -= 1;
    if (traces.hold(record, span)) traces.touch(record, nowMs);
  }
}

/** Lets go of spans that could not be kept, and of traces that nothing else is known of. */
export function dropSpans(traces: OpenTraces, { spans }: Pick<TakenSpans, 'spans'>): void {
  for (const { record } of spans) {
    record.inFlight -= 1;
    if (record.spans.size === 0) traces.release(record);
  }
}
