import { BellwetherError } from '../core/errors.ts';
import { createEventNotes, type EventNotes } from './note-events.ts';
import type { IngestAnswer, IngestDeps, IngestRequest, OtlpTelemetry } from './ingest.ts';
import type { ParsedBody } from './parse-body.ts';
import { replayEvents, type ReplayAnswer, type ReplayRequest } from './replay-events.ts';
import type { RowBatch, RowBatches } from './row-batch.ts';
import type { Spool } from './spool.ts';
import { freeIds, takeEvents, type TakeDeps, type TakeFacts } from './take-events.ts';
import type { TakenSpans } from './traces/take-spans.ts';
import type { TraceAssembly } from './traces/trace-assembly.ts';

export interface KeepDeps extends Pick<IngestDeps, 'onTaken' | 'now'> {
  readonly spool: Spool;
  readonly batches: RowBatches;
  readonly take: TakeDeps;
  readonly assembly: TraceAssembly;
}

/** Turns requests into rows on disk. Each call resolves once its rows would survive a kill. */
export interface TelemetryKeeper {
  events(request: Omit<IngestRequest, 'body'>, body: ParsedBody): Promise<IngestAnswer>;
  otlp(telemetry: OtlpTelemetry): Promise<IngestAnswer>;
  /** Takes events out of the quarantine. */
  replay(request: ReplayRequest): Promise<ReplayAnswer>;
}

const FAILED_ELSEWHERE_RETRY_SECONDS = 1;
const NO_SPANS: TakenSpans = { spans: [], duplicates: 0 };

/** Values that were never text, as a body. */
function bodyOfValues(values: readonly unknown[]): ParsedBody {
  return {
    count: values.length,
    items: values.map((value) => ({ kind: 'value', value })),
    rawText: (index) => JSON.stringify(values[index]) ?? '',
  };
}

export function createTelemetryKeeper(deps: KeepDeps): TelemetryKeeper {
  const { spool, batches, take, assembly, now } = deps;

  /** Appends what a function encodes; a duplicate is answered only once its first copy is safe as well. */
  async function keep<T extends { readonly duplicates: number }>(
    encode: (batch: RowBatch) => T,
  ): Promise<T> {
    const failedBefore = spool.failedAppends;
    const batch = batches.create();
    try {
      const taken = encode(batch);
      const undo = (): void => freeIds(take.seen, batch);
      await (batch.rows > 0 ? spool.append(batch, undo) : spool.settled());
      if (taken.duplicates > 0 && spool.failedAppends !== failedBefore) {
        throw new BellwetherError('unavailable', 'an event sent twice at once could not be kept', {
          retryAfterSeconds: FAILED_ELSEWHERE_RETRY_SECONDS,
        });
      }
      return taken;
    } finally {
      batches.release(batch);
    }
  }

  function factsOf(request: Pick<TakeFacts, 'allowedWorkloads' | 'keyId'>): TakeFacts {
    const { allowedWorkloads, keyId } = request;
    const notes: EventNotes | undefined = deps.onTaken && createEventNotes();
    return { allowedWorkloads, keyId, receivedAtMs: now(), notes };
  }

  function tell({ receivedAtMs, keyId, notes }: TakeFacts): void {
    if (notes) deps.onTaken?.({ receivedAtMs, keyId, events: notes.events });
  }

  return {
    async replay(request) {
      const facts = factsOf(request);
      const answer = await keep((batch) => replayEvents(take, request.events, facts, batch));
      tell(facts);
      return answer;
    },
    async events(request, body) {
      const facts = factsOf(request);
      const answer = await keep((batch) => takeEvents(take, body, facts, batch));
      tell(facts);
      return answer;
    },
    async otlp(telemetry) {
      const facts = factsOf(telemetry);
      const body = bodyOfValues(telemetry.events);
      const redactor = take.redactor();
      const sent = redactor
        ? telemetry.spans.map((span) => redactor.redactFields(span, ''))
        : telemetry.spans;
      let spans = NO_SPANS;
      try {
        const taken = await keep((batch) => {
          const events = takeEvents(take, body, facts, batch);
          spans = assembly.take(sent, facts.receivedAtMs, batch);
          return { ...events, duplicates: events.duplicates + spans.duplicates };
        });
        assembly.keep(spans);
        tell(facts);
        return { ...taken, accepted: taken.accepted + spans.spans.length };
      } catch (error) {
        assembly.drop(spans);
        throw error;
      }
    },
  };
}
