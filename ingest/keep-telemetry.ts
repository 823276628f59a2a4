import { BellwetherError } from '../core/errors.ts';
import { urgently } from '../store/take-turns.ts';
import { freeIds } from './claim-ids.ts';
import { createEventNotes, type EventNotes } from './note-events.ts';
import type {
  IngestAnswer,
  IngestDeps,
  IngestRequest,
  OtlpAnswer,
  OtlpTelemetry,
} from './ingest.ts';
import { bodyOfValues, type ParsedBody } from './parse-body.ts';
import { replayEvents, type ReplayAnswer, type ReplayRequest } from './replay-events.ts';
import type { RowBatch, RowBatches } from './row-batch.ts';
import type { Spool } from './spool.ts';
import { takeEvents, type TakeDeps, type TakeFacts } from './take-events.ts';
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
  otlp(telemetry: OtlpTelemetry): Promise<OtlpAnswer>;
  /** Takes events out of the quarantine. */
  replay(request: ReplayRequest): Promise<ReplayAnswer>;
}

const FAILED_ELSEWHERE_RETRY_SECONDS = 1;
/** Nobody reads faster, and each costs an event that is parsed to be shown. */
const NOTED_REQUESTS_A_SECOND = 50;

/** Whether a request that comes at an instant may still be told of. */
function createNewsRate(): (atMs: number) => boolean {
  let second = 0;
  let count = 0;
  return (atMs) => {
    const now = Math.floor(atMs / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    return count <= NOTED_REQUESTS_A_SECOND;
  };
}

const NO_SPANS: TakenSpans = { spans: [], duplicates: 0, refused: 0 };

export function createTelemetryKeeper(deps: KeepDeps): TelemetryKeeper {
  const { spool, batches, take, assembly, now } = deps;
  const isNews = createNewsRate();

  /** Appends what a function encodes; a duplicate is answered only once its first copy is safe as well. */
  async function keep<T extends { readonly duplicates: number }>(
    encode: (batch: RowBatch) => T,
  ): Promise<T> {
    const failedBefore = spool.failedAppends;
    const batch = batches.create();
    const undo = (): void => freeIds(take.seen, batch);
    const encodeOrUndo = (): T => {
      try {
        return encode(batch);
      } catch (error) {
        undo();
        throw error;
      }
    };
    try {
      const taken = encodeOrUndo();
      await urgently(() => (batch.rows > 0 ? spool.append(batch, undo) : spool.settled()));
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
    const receivedAtMs = now();
    const notes: EventNotes | undefined = deps.onTaken && createEventNotes(isNews(receivedAtMs));
    return { allowedWorkloads, keyId, receivedAtMs, notes };
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
      let spans = NO_SPANS;
      try {
        const taken = await keep((batch) => {
          const events = takeEvents(take, body, facts, batch);
          spans = assembly.take(telemetry.spans, facts.receivedAtMs, batch);
          return { ...events, duplicates: events.duplicates + spans.duplicates };
        });
        assembly.keep(spans);
        tell(facts);
        const accepted = taken.accepted + spans.spans.length;
        return { ...taken, accepted, refusedSpans: spans.refused };
      } catch (error) {
        assembly.drop(spans);
        throw error;
      }
    },
  };
}
