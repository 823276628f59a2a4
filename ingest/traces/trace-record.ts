import type { AiSpan } from '../otlp/ai-span.ts';
import type { RunRow } from './run-row.ts';

/** What is known of one trace of one workload. */
export interface TraceRecord {
  readonly workload: string;
  readonly traceId: string;
  /** By span id, so that a span sent twice is one. */
  readonly spans: Map<string, AiSpan>;
  /** The rows that stand for the trace now; more than one where it was taken for two. */
  emitted: readonly RunRow[];
  /** A row of its run was written once, here or by an earlier process: the run's id is its own. */
  isOurs: boolean;
  /** Receipt of its first span: every row of its run carries it. */
  receivedAtMs: number;
  /** False where the store may know more of it than stands here. */
  isComplete: boolean;
  /** The store has been asked about it. */
  isLookedUp: boolean;
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
    emitted: [],
    isOurs: false,
    receivedAtMs,
    isComplete,
    isLookedUp: false,
    isTaken: false,
    inFlight: 0,
    touchedMs: receivedAtMs,
    dirtySinceMs: null,
  };
}
