import type { TraceKey } from '../../store/questions/find-traces.ts';
import type { IngestLog } from '../ingest-log.ts';
import type { AiSpan } from '../otlp/ai-span.ts';
import type { RowBatch } from '../row-batch.ts';
import { completeTraces, type FindTraces } from './complete-traces.ts';
import { emitRuns, type EmitDeps } from './emit-runs.ts';
import { createOpenTraces } from './open-traces.ts';
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
  readonly maxTraces?: number;
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
  /** Lets go of what is kept in memory: the store is about to lose some of it. */
  forget(): Promise<void>;
  /** Traces that wait for their run to be shown. */
  readonly waiting: number;
  /** Whether so many wait that no more spans should be taken. */
  readonly isFull: boolean;
  /** Lets work under way finish and starts no other. */
  close(): Promise<void>;
}

const TICK_MS = 250;
/** Five seconds. */
const TICKS_AFTER_A_FAULT = 20;
/** Traces that may wait for the store before no more spans are taken. */
const MAX_WAITING = 200_000;
/** Traces that one batch shows, or one question asks for. */
const CHUNK = 500;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += CHUNK) yield items.slice(from, from + CHUNK);
}

export function createTraceAssembly(deps: AssemblyDeps): TraceAssembly {
  const traces = createOpenTraces(deps.maxTraces);
  const takeDeps: TakeSpansDeps = { ...deps, traces };
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

  let hasRecovered = false;
  async function recover(): Promise<void> {
    if (hasRecovered) return;
    for (const { workload, traceId } of await deps.unfinished()) {
      const known = traces.get(workload, traceId);
      // One that began in this process is known whole.
      if (known?.isComplete) continue;
      traces.touch(known ?? traces.add(workload, traceId, deps.now(), false), deps.now());
    }
    hasRecovered = true;
  }

  /** What needs the store comes last: while it is away the other traces are shown all the same. */
  async function showAll(pick: () => TraceRecord[]): Promise<void> {
    for (const chunk of chunks(pick().filter(({ isComplete }) => isComplete))) await emit(chunk);
    await recover();
    for (const chunk of chunks(pick().filter(({ isComplete }) => !isComplete))) {
      await completeTraces(chunk, deps.find);
      await emit(chunk);
    }
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
    take: (spans, receivedAtMs, batch) => takeSpans(takeDeps, spans, receivedAtMs, batch),
    keep: (taken) => keepSpans(traces, taken, deps.now()),
    drop: (taken) => dropSpans(traces, taken),
    settle: () => show(() => traces.dirty()),
    forget() {
      // Not in the middle of a round, which reads what this lets go of.
      turn = turn.then(() => traces.forget());
      return turn;
    },
    get waiting() {
      return traces.waiting;
    },
    get isFull() {
      return traces.waiting >= MAX_WAITING;
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await turn;
    },
  };
}
