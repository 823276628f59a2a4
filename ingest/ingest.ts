import type { TraceKey } from '../store/questions/find-traces.ts';
import type { SegmentTarget } from '../store/segment-target.ts';
import type { BodyLimits } from './decompress-body.ts';
import type { FindKnown } from './drop-known-events.ts';
import type { HandedOver } from './hand-over.ts';
import type { IngestLog } from './ingest-log.ts';
import type { TakenNews } from './note-events.ts';
import type { AiSpan } from './otlp/ai-span.ts';
import type { FindPrice } from './price-overrides.ts';
import type { Redactor } from './redactor.ts';
import type { RecentIds } from './refill-seen-ids.ts';
import type { ReplayAnswer, ReplayRequest } from './replay-events.ts';
import type { SpoolFiles } from './spool-files.ts';
import type { SpoolLimits } from './spool.ts';
import type { RejectedEvent } from './take-events.ts';
import type { TakenIds } from './taken-ids.ts';
import type { FindTraces } from './traces/complete-traces.ts';

/** What ingest takes, keeps and waits for; every default can be set. */
export interface IngestLimits extends SpoolLimits, BodyLimits {
  /** Events in one request. */
  readonly events: number;
  /** How long a repeated id is recognised, from receipt. */
  readonly dedupeWindowMs: number;
}

export const DEFAULT_LIMITS: IngestLimits = {
  wireBytes: 10 * 1_048_576,
  bodyBytes: 64 * 1_048_576,
  events: 10_000,
  dedupeWindowMs: 24 * 3_600_000,
  bytes: 4096 * 1_048_576,
  sealRows: 200_000,
  sealBytes: 128 * 1_048_576,
  sealAfterMs: 500,
  busyRows: 10_000,
  busySealAfterMs: 2000,
};

export interface IngestDeps {
  /** Ingest keeps `spool` and `seen` below it. One process at a time. */
  readonly dataFolder: string;
  readonly target: SegmentTarget;
  /** Ids the store received; asked at start, for what the files below `dataFolder` don't tell. */
  readonly recentIds: RecentIds;
  /** Ids below `dataFolder` where somebody began to read them before; absent: they are read now. */
  readonly takenIds?: Promise<TakenIds>;
  /** Asked about events of a time from which ids are no longer remembered here. */
  readonly findKnown: FindKnown;
  /** Traces whose spans are in the store: what late spans and a restart are matched with. */
  readonly traceStore: {
    readonly find: FindTraces;
    /** Traces whose spans came shortly before this process began; both in epoch milliseconds. */
    readonly recent: (openedMs: number, nowMs: number) => Promise<readonly TraceKey[]>;
  };
  /** Keyed hash of a user's name: all that is stored of it. */
  readonly hashUser: (user: string) => string;
  /** Prices that people set, as they are at the moment; null for none. */
  readonly priceOverrides?: () => FindPrice | null;
  /** What is taken out of telemetry before it is written, as it is at the moment; null for nothing. */
  readonly redactor?: () => Redactor | null;
  /** At least 8 secret bytes, the same after a restart. */
  readonly dedupeKey: Uint8Array;
  /** Tells this spool's segments from those of others; absent: a number made of the key is taken. */
  readonly spoolNumber?: number;
  /**
   * Told of each segment the database holds before `onHandedOver` is: it stays in the spool, and is told
   * of again, for as long as this rejects. Absent where nobody else has to hear of it.
   */
  readonly noteHandedOver?: (segment: HandedOver) => Promise<void>;
  /** Told of each segment the database holds, at least once, before `flush` resolves. */
  readonly onHandedOver: (segment: HandedOver) => void | Promise<void>;
  /** Told of a few events of each request once they are safe; absent where nobody watches. */
  readonly onTaken?: (news: TakenNews) => void;
  readonly now: () => number;
  /** A clock that nobody sets, milliseconds from anywhere; absent: `now` is never set. */
  readonly elapsedMs?: () => number;
  readonly randomId: () => string;
  /** A number in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly log: IngestLog;
  readonly limits?: Partial<IngestLimits>;
  /** The disk; tests put faults here. */
  readonly files?: SpoolFiles;
}

/** A request as it came. */
export interface IngestRequest {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** Empty where there is none. */
  readonly contentEncoding: string;
  /** Whether an encoding was undone before: then only the limit on unpacked bodies was to be kept. */
  readonly isUnpacked?: boolean;
  /** Workloads the key is bound to; null for all. */
  readonly allowedWorkloads: ReadonlySet<string> | null;
  readonly keyId: string;
  /**
   * Told how many events there are before anything of them is taken; what it throws refuses the
   * request as a whole.
   */
  readonly admit?: (events: number) => void | Promise<void>;
}

/** What became of the events of a request. It is a promise: all of it survives a kill. */
export interface IngestAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  /** One entry an event, with the first thing wrong with it; in the order of the request. */
  readonly rejected: readonly RejectedEvent[];
}

/** What became of the spans and events of an OTLP request. */
export interface OtlpAnswer extends IngestAnswer {
  /** Spans not taken because their trace holds as many as one may. */
  readonly refusedSpans: number;
}

export interface IngestStatus {
  /** Events since start that were acknowledged as new; it only grows. */
  readonly accepted: number;
  /** And those that count once already: told so at once, or found out when they were handed over. */
  readonly duplicates: number;
  readonly rejected: number;
  /** What waits on disk for the database. */
  readonly spoolBytes: number;
  readonly spoolSegments: number;
  /** Age of the oldest row that waits, 0 where none does. */
  readonly lagMs: number;
  /** Why the last hand-over failed, or null once one has succeeded. */
  readonly lastError: string | null;
  /** Segments cut at their last whole row at this start. */
  readonly tornTails: number;
  /** Requests since start that could not be kept and were answered `unavailable`. */
  readonly failedAppends: number;
  /** Traces whose run does not show all their spans yet. */
  readonly tracesWaiting: number;
}

/** Telemetry that an OTLP request was mapped to. */
export interface OtlpTelemetry {
  readonly spans: readonly AiSpan[];
  /** Events as they would stand on the wire. */
  readonly events: readonly unknown[];
  readonly allowedWorkloads: ReadonlySet<string> | null;
  readonly keyId: string;
}

/** The way in for events. */
export interface Ingest {
  /**
   * Takes the events of a request; resolves once they would survive a kill.
   * @throws BellwetherError `unparsable`, `unsupported_type`, `too_large`, `forbidden`,
   *   `unavailable`, or what `admit` throws: then nothing of it was promised
   */
  accept(request: IngestRequest): Promise<IngestAnswer>;
  /**
   * Takes spans and events of an OTLP request; resolves once they would survive a kill. The runs
   * that the spans make follow by themselves. Counts are of spans and events together; `index` in
   * what is rejected counts events.
   * @throws BellwetherError `forbidden`, `unavailable`: then nothing of it was promised
   */
  acceptOtlp(telemetry: OtlpTelemetry): Promise<OtlpAnswer>;
  /**
   * Takes rejected events once more; resolves once they would survive a kill. What is refused again
   * is not kept again.
   * @throws BellwetherError `unavailable`: then nothing of it was promised
   */
  replay(request: ReplayRequest): Promise<ReplayAnswer>;
  /**
   * Resolves once everything acknowledged before the call is in the database.
   * @throws BellwetherError `unavailable` where the database keeps refusing
   */
  flush(): Promise<void>;
  /**
   * Runs a task that takes something out of the store: what is kept in memory of traces is let go of
   * first, and no run is shown or corrected before the task has ended. It must not call `flush`.
   * @throws what the task throws
   */
  forgetTraces<T>(task: () => Promise<T>): Promise<T>;
  status(): IngestStatus;
  /** Refuses further requests, lets those under way finish; what waits stays on disk. */
  close(): Promise<void>;
}
