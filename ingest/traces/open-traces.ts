import { createTraceRecord, type TraceRecord } from './trace-record.ts';

/** The traces that are kept in memory, in the order in which they were last touched. */
export interface OpenTraces {
  get(workload: string, traceId: string): TraceRecord | undefined;
  add(workload: string, traceId: string, receivedAtMs: number, isComplete: boolean): TraceRecord;
  /** Notes that spans have come: the trace is dirty, and the last to be let go. */
  touch(record: TraceRecord, nowMs: number): void;
  /** Notes that the trace's row shows all its spans. */
  settle(record: TraceRecord): void;
  remove(record: TraceRecord): void;
  /** Dirty traces that have been quiet, or dirty, for long enough. */
  due(nowMs: number): TraceRecord[];
  dirty(): TraceRecord[];
  /** Lets go of traces that nothing has happened to for a while, or that are too many. */
  evict(nowMs: number): void;
  /** Lets go of all that is known of each trace, so that the store is asked again. */
  forget(): void;
  /** Dirty traces. */
  readonly waiting: number;
}

/** A trace is shown once no span has come for so long … */
const QUIET_MS = 2000;
/** … or once it has waited so long, however many keep coming. */
const LONGEST_WAIT_MS = 10_000;
/** Spans of one trace come within minutes; what comes later is looked up in the store. */
const KEPT_MS = 10 * 60_000;

const keyOf = (workload: string, traceId: string): string => `${workload}\n${traceId}`;

/** @param maxTraces how many may stay in memory though nothing is left to do for them */
export function createOpenTraces(maxTraces = 100_000): OpenTraces {
  const records = new Map<string, TraceRecord>();
  const dirty = new Set<TraceRecord>();
  const isIdle = (record: TraceRecord): boolean => record.inFlight === 0 && !dirty.has(record);

  return {
    get: (workload, traceId) => records.get(keyOf(workload, traceId)),
    add(workload, traceId, receivedAtMs, isComplete) {
      const record = createTraceRecord(workload, traceId, receivedAtMs, isComplete);
      records.set(keyOf(workload, traceId), record);
      return record;
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
    remove(record) {
      dirty.delete(record);
      records.delete(keyOf(record.workload, record.traceId));
    },
    due(nowMs) {
      const found: TraceRecord[] = [];
      for (const record of dirty) {
        const isQuiet = nowMs - record.touchedMs >= QUIET_MS;
        if (isQuiet || nowMs - (record.dirtySinceMs ?? nowMs) >= LONGEST_WAIT_MS)
          found.push(record);
      }
      return found;
    },
    dirty: () => [...dirty],
    evict(nowMs) {
      let excess = records.size - maxTraces;
      for (const [key, record] of records) {
        const isOld = nowMs - record.touchedMs > KEPT_MS;
        if (!isOld && excess <= 0) break;
        if (!isIdle(record)) continue;
        records.delete(key);
        excess -= 1;
      }
    },
    forget() {
      for (const [key, record] of records) {
        if (isIdle(record)) records.delete(key);
        record.spans.clear();
        record.emitted = null;
        record.isComplete = false;
      }
    },
    get waiting() {
      return dirty.size;
    },
  };
}
