import type { AiSpan } from '../otlp/ai-span.ts';
import { createTraceRecord, type TraceRecord } from './trace-record.ts';

/** The traces that are kept in memory, in the order in which they were last touched. */
export interface OpenTraces {
  get(workload: string, traceId: string): TraceRecord | undefined;
  add(workload: string, traceId: string, receivedAtMs: number, isComplete: boolean): TraceRecord;
  /** Adds a span to a trace; false where it is there already. */
  hold(record: TraceRecord, span: AiSpan): boolean;
  /** Notes that spans have come: the trace is dirty, and the last to be let go. */
  touch(record: TraceRecord, nowMs: number): void;
  /** Notes that the trace's row shows all its spans. */
  settle(record: TraceRecord): void;
  /** Lets go of a trace that nothing waits for. */
  release(record: TraceRecord): void;
  /** Dirty traces that have been quiet, or dirty, for long enough. */
  due(nowMs: number): TraceRecord[];
  dirty(): TraceRecord[];
  /** Lets go of traces that nothing has happened to for a while, or that are too much to hold. */
  evict(nowMs: number): void;
  /** Lets go of all that is known of each trace, so that the store is asked again. */
  forget(): void;
  /** Dirty traces. */
  readonly waiting: number;
  /** Spans of all traces. */
  readonly spans: number;
}

/** How much may stay in memory though nothing is left to do for it. */
export interface TraceLimits {
  readonly traces: number;
  readonly spans: number;
}

/** Some hundred megabytes, as spans usually are. */
const DEFAULT_LIMITS: TraceLimits = { traces: 100_000, spans: 500_000 };

/** A trace is shown once no span has come for so long … */
const QUIET_MS = 2000;
/** … or once it has waited so long, however many keep coming. */
const LONGEST_WAIT_MS = 10_000;
/** Spans of one trace come within minutes; what comes later is looked up in the store. */
const KEPT_MS = 10 * 60_000;

const keyOf = (workload: string, traceId: string): string => `${workload}\n${traceId}`;

/** A clock that was set back tells no age: then it is time. */
const isPast = (ageMs: number, limitMs: number): boolean => ageMs < 0 || ageMs >= limitMs;

export function createOpenTraces(limits: TraceLimits = DEFAULT_LIMITS): OpenTraces {
  const records = new Map<string, TraceRecord>();
  const dirty = new Set<TraceRecord>();
  /** Of the traces in `records`. */
  let spans = 0;
  const isIdle = (record: TraceRecord): boolean => record.inFlight === 0 && !dirty.has(record);
  const isKept = (record: TraceRecord): boolean =>
    records.get(keyOf(record.workload, record.traceId)) === record;

  function release(record: TraceRecord): void {
    if (!isIdle(record) || !isKept(record)) return;
    records.delete(keyOf(record.workload, record.traceId));
    spans -= record.spans.size;
  }

  return {
    get: (workload, traceId) => records.get(keyOf(workload, traceId)),
    add(workload, traceId, receivedAtMs, isComplete) {
      const record = createTraceRecord(workload, traceId, receivedAtMs, isComplete);
      records.set(keyOf(workload, traceId), record);
      return record;
    },
    hold(record, span) {
      if (record.spans.has(span.span_id)) return false;
      record.spans.set(span.span_id, span);
      if (isKept(record)) spans += 1;
      return true;
    },
    touch(record, nowMs) {
      const key = keyOf(record.workload, record.traceId);
      records.delete(key);
      records.set(key, record);
      dirty.delete(record);
      dirty.add(record);
      record.touchedMs = nowMs;
      record.dirtySinceMs ??= nowMs;
    },
    settle(record) {
      dirty.delete(record);
      record.dirtySinceMs = null;
    },
    release,
    due(nowMs) {
      const found: TraceRecord[] = [];
      for (const record of dirty) {
        const isQuiet = isPast(nowMs - record.touchedMs, QUIET_MS);
        const hasWaited = isPast(nowMs - (record.dirtySinceMs ?? nowMs), LONGEST_WAIT_MS);
        if (isQuiet || hasWaited) found.push(record);
      }
      return found;
    },
    dirty: () => [...dirty],
    evict(nowMs) {
      for (const record of records.values()) {
        const isTooMuch = records.size > limits.traces || spans > limits.spans;
        if (!isTooMuch && !isPast(nowMs - record.touchedMs, KEPT_MS)) break;
        release(record);
      }
    },
    forget() {
      for (const record of records.values()) {
        release(record);
        record.spans.clear();
        record.emitted = [];
        record.isOurs = false;
        record.isComplete = false;
      }
      spans = 0;
    },
    get waiting() {
      return dirty.size;
    },
    get spans() {
      return spans;
    },
  };
}
