import type { AiSpan } from '../otlp/ai-span.ts';
import type { RunRow } from './run-row.ts';

/** What is known of one trace of one workload. */
export interface TraceRecord {
  readonly workload: string;
  readonly traceId: string;
  /** By span id, so that a span sent twice is one. */
  readonly spans: Map<string, AiSpan>;
  /** The row that stands for the trace now; null where none does. */
  emitted: RunRow | null;
  /** Receipt of its first span: every row of its run carries it. */
  receivedAtMs: number;
  /** False where the store may know more of it than stands here. */
  isComplete: boolean;
  /** An event of the sender's own has the run's id: that event is the run. */
  isTaken: boolean;
  /** Requests whose spans are on their way to the disk. */
  inFlight: number;
  /** When its last span came, epoch milliseconds. */
  touchedMs: number;
  /** Since when spans have come that its row does not show; null where it shows them all. */
  dirtySinceMs: number | null;
}

/** A record of a trace that nothing is known of yet. */
export function createTraceRecord(
  workload: string,
  traceId: string,
  receivedAtMs: number,
  isComplete: boolean,
): TraceRecord {
  return {
    workload,
    traceId,
    spans: new Map(),
    emitted: null,
    receivedAtMs,
    isComplete,
    isTaken: false,
    inFlight: 0,
    touchedMs: receivedAtMs,
    dirtySinceMs: null,
  };
}
