import { BellwetherError } from '../../core/errors.ts';
import type { TraceKey } from '../../store/questions/find-traces.ts';
import type { IngestLog } from '../ingest-log.ts';
import type { AiSpan } from '../otlp/ai-span.ts';
import type { RowBatch } from '../row-batch.ts';
import { completeTraces, type FindTraces } from './complete-traces.ts';
import { emitRuns, type EmitDeps } from './emit-runs.ts';
import { createOpenTraces, type TraceLimits } from './open-traces.ts';
import {
  dropSpans,
  keepSpans,
  takeSpans,
  type TakeSpansDeps,
  type TakenSpans,
} from './take-spans.ts';
import type { TraceRecord } from './trace-record.ts';

export interface AssemblyDeps extends EmitDeps, Omit<TakeSpansDeps, 'traces'> {
  /** Asks the store about traces after everything acknowledged so far has been handed over. */
  readonly find: FindTraces;
  /** Traces that an earlier process may have left without their run. */
  readonly unfinished: () => Promise<readonly TraceKey[]>;
  readonly now: () => number;
  readonly log: IngestLog;
  readonly limits?: TraceLimits;
}

/**
 * Makes one run of each trace, however its spans come: shown once the trace has been quiet for two
 * seconds, corrected when more comes. Everything it knows can be worked out again from the spans in
 * the spool and the store.
 */
export interface TraceAssembly {
  take(spans: readonly AiSpan[], receivedAtMs: number, batch: RowBatch): TakenSpans;
  /** The spans taken are on disk. */
  keep(taken: TakenSpans): void;
  /** They could not be kept. */
  drop(taken: TakenSpans): void;
  /**
   * Resolves once every span kept so far shows in its run's row.
   * @throws BellwetherError `unavailable` while that can't be
   */
  settle(): Promise<void>;
  /**
   * Runs a task that takes something out of the store, alone: what is kept in memory is let go of
   * first, and no run is shown before the task has ended. It must not wait for `settle`.
   * @throws what the task throws
   */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  /** Traces that wait for their run to be shown. */
  readonly waiting: number;
  /** Whether so much waits that no more spans should be taken. */
  readonly isFull: boolean;
  /** Lets work under way finish and starts no other. */
  close(): Promise<void>;
}

const TICK_MS = 250;
/** Five seconds. */
const TICKS_AFTER_A_FAULT = 20;
/** Traces that may wait for the store, and spans held, before no more spans are taken. */
const MAX_WAITING = 200_000;
const MAX_SPANS = 1_000_000;
/** Traces that one batch shows. */
const SHOWN_AT_ONCE = 500;
/** Traces that one question asks for. */
const LOOKED_UP_AT_ONCE = 100;
const CLOSED_RETRY_SECONDS = 10;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const distinct = (keys: readonly TraceKey[]): TraceKey[] => [
  ...new Map(keys.map((key) => [`${key.workload}\n${key.traceId}`, key])).values(),
];

const closed = (): BellwetherError =>
  new BellwetherError('unavailable', 'this server is shutting down', {
    retryAfterSeconds: CLOSED_RETRY_SECONDS,
  });

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

export function createTraceAssembly(deps: AssemblyDeps): TraceAssembly {
  const traces = createOpenTraces(deps.limits);
  const traceDeps = { ...deps, traces };
  /** One at a time: a row is taken back only once its own arrival is known. */
  let turn: Promise<void> = Promise.resolve();
  let pausedTicks = 0;
  let isClosed = false;

  async function emit(records: readonly TraceRecord[]): Promise<void> {
    const sizes = records.map(({ spans }) => spans.size);
    const own = records.filter(({ isTaken }) => !isTaken);
    await emitRuns(deps, own, deps.now());
    records.forEach((record, i) => {
      // A span that came meanwhile keeps its trace waiting.
      if (record.spans.size === sizes[i]) traces.settle(record);
    });
  }

  async function lookUpAndEmit(records: readonly TraceRecord[]): Promise<void> {
    await completeTraces(traceDeps, records);
    await emit(records);
  }

  /** What an earlier process may have left; null where nobody has asked yet. */
  let unfinished: TraceKey[] | null = null;

  /** They don't wait among the others: there may be more of them than should ever wait. */
  async function recoverSome(): Promise<{ readonly isDone: boolean }> {
    unfinished ??= distinct(await deps.unfinished());
    const records = new Set<TraceRecord>();
    for (const { workload, traceId } of unfinished.slice(-LOOKED_UP_AT_ONCE)) {
      const known = traces.get(workload, traceId);
      // One that began in this process is known whole.
      if (known?.isComplete) continue;
      records.add(known ?? traces.add(workload, traceId, deps.now(), false));
    }
    if (records.size > 0) await lookUpAndEmit([...records]);
    for (const record of records) traces.release(record);
    unfinished.splice(-LOOKED_UP_AT_ONCE);
    return { isDone: unfinished.length === 0 };
  }

  let hasRecovered = false;
  /** What needs the store comes last: while it is away the other traces are shown all the same. */
  async function showAll(pick: () => TraceRecord[]): Promise<void> {
    const showNew = async (): Promise<void> => {
      const complete = pick().filter(({ isComplete }) => isComplete);
      for (const chunk of chunks(complete, SHOWN_AT_ONCE)) await emit(chunk);
    };
    await showNew();
    while (!hasRecovered) {
      if (isClosed) throw closed();
      hasRecovered = (await recoverSome()).isDone;
      await showNew();
    }
    const others = pick().filter(({ isComplete }) => !isComplete);
    for (const chunk of chunks(others, LOOKED_UP_AT_ONCE)) await lookUpAndEmit(chunk);
  }

  function show(pick: () => TraceRecord[]): Promise<void> {
    const shown = turn.then(() => showAll(pick));
    turn = shown.catch(() => {});
    return shown;
  }

  function tick(): void {
    traces.evict(deps.now());
    if (isClosed || pausedTicks-- > 0) return;
    // The next tick that looks is the one after this round.
    pausedTicks = Infinity;
    show(() => traces.due(deps.now())).then(
      () => {
        pausedTicks = 0;
      },
      (error: unknown) => {
        deps.log.warn({ error: reason(error) }, 'runs wait to be shown');
        pausedTicks = TICKS_AFTER_A_FAULT;
      },
    );
  }
  const timer = setInterval(tick, TICK_MS);
  timer.unref();

  return {
    take: (spans, receivedAtMs, batch) => takeSpans(traceDeps, spans, receivedAtMs, batch),
    keep: (taken) => keepSpans(traces, taken, deps.now()),
    drop: (taken) => dropSpans(traces, taken),
    settle: () => show(() => traces.dirty()),
    exclusively(task) {
      const done = turn.then(() => {
        traces.forget();
        return task();
      });
      turn = done.then(
        () => {},
        () => {},
      );
      return done;
    },
    get waiting() {
      return traces.waiting;
    },
    get isFull() {
      return traces.waiting >= MAX_WAITING || traces.spans >= MAX_SPANS;
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await turn;
    },
  };
}
