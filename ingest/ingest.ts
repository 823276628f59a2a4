import { join } from 'node:path';
import { BellwetherError } from '../core/errors.ts';
import type { SegmentTarget } from '../store/segment-target.ts';
import { createBodyReader, type BodyLimits } from './decompress-body.ts';
import { createHandOver, type HandedOver } from './hand-over.ts';
import { openIdLog } from './id-log.ts';
import type { IngestLog } from './ingest-log.ts';
import { createEventNotes, type TakenNews } from './note-events.ts';
import { parseBody } from './parse-body.ts';
import { createRunPricer } from './price-run.ts';
import { refillSeenIds, type RecentIds } from './refill-seen-ids.ts';
import { rememberHashes } from './remember-hashes.ts';
import { createRowBatches } from './row-batch.ts';
import { createSeenIds } from './seen-ids.ts';
import { diskFiles, type SpoolFiles } from './spool-files.ts';
import { openSpool, type SpoolLimits } from './spool.ts';
import { freeIds, takeEvents, type RejectedEvent, type TakeDeps } from './take-events.ts';

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
  sealRows: 50_000,
  sealBytes: 64 * 1_048_576,
  sealAfterMs: 500,
};

export interface IngestDeps {
  /** Ingest keeps `spool` and `seen` below it. One process at a time. */
  readonly dataFolder: string;
  readonly target: SegmentTarget;
  /** Ids the store received; asked at start, for what the files below `dataFolder` don't tell. */
  readonly recentIds: RecentIds;
  /** Keyed hash of a user's name: all that is stored of it. */
  readonly hashUser: (user: string) => string;
  /** At least 8 secret bytes, the same after a restart. */
  readonly dedupeKey: Uint8Array;
  /** Told of each segment the database holds, at least once, before `flush` resolves. */
  readonly onHandedOver: (segment: HandedOver) => void | Promise<void>;
  /** Told of a few events of each request once they are safe; absent where nobody watches. */
  readonly onTaken?: (news: TakenNews) => void;
  readonly now: () => number;
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

export interface IngestStatus {
  /** Events since start. */
  readonly accepted: number;
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
   * Resolves once everything acknowledged before the call is in the database.
   * @throws BellwetherError `unavailable` where the database keeps refusing
   */
  flush(): Promise<void>;
  status(): IngestStatus;
  /** Refuses further requests, lets those under way finish; what waits stays on disk. */
  close(): Promise<void>;
}

const FAILED_ELSEWHERE_RETRY_SECONDS = 1;

/** Opens ingest: takes over the spool of an earlier process, and what ids it had taken. */
export async function createIngest(deps: IngestDeps): Promise<Ingest> {
  const { dataFolder, now, log, files = diskFiles } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const windowMs = limits.dedupeWindowMs;
  const seen = createSeenIds(windowMs, deps.dedupeKey);
  const ids = await openIdLog({
    files,
    folder: join(dataFolder, 'seen'),
    windowMs,
    keyMark: seen.keyMark,
    now,
    log,
  });
  const openedAtMs = now();
  const knownSinceMs = await ids.load(
    (count) => seen.reserve(count),
    (low, high, second) => seen.put(low, high, second, openedAtMs),
  );
  const spool = await openSpool({
    files,
    folder: join(dataFolder, 'spool'),
    limits,
    now,
    log,
    seen,
    onSealed: () => handOver.kick(),
  });
  await refillSeenIds(seen, deps.recentIds, windowMs, openedAtMs, knownSinceMs);
  const handOver = createHandOver({ ...deps, spool, ids });
  handOver.kick();

  const readBody = createBodyReader(limits);
  const batches = createRowBatches();
  const takeDeps: TakeDeps = {
    seen,
    price: createRunPricer(),
    hashUser: rememberHashes(deps.hashUser),
    randomId: deps.randomId,
  };
  const totals = { accepted: 0, duplicates: 0, rejected: 0 };

  /** Encodes and appends; a duplicate is answered only once its first copy is safe as well. */
  async function keep(request: IngestRequest, bytes: Uint8Array): Promise<IngestAnswer> {
    const body = parseBody(bytes, request.contentType, limits.events);
    await request.admit?.(body.count);
    const failedBefore = spool.failedAppends;
    const batch = batches.create();
    const undo = (): void => freeIds(seen, batch);
    try {
      const receivedAtMs = now();
      const notes = deps.onTaken && createEventNotes();
      const taken = takeEvents(takeDeps, body, { ...request, receivedAtMs, notes }, batch);
      await (batch.rows > 0 ? spool.append(batch, undo) : spool.settled());
      if (taken.duplicates > 0 && spool.failedAppends !== failedBefore) {
        throw new BellwetherError('unavailable', 'an event sent twice at once could not be kept', {
          retryAfterSeconds: FAILED_ELSEWHERE_RETRY_SECONDS,
        });
      }
      if (notes) deps.onTaken?.({ receivedAtMs, keyId: request.keyId, events: notes.events });
      return taken;
    } finally {
      batches.release(batch);
    }
  }

  return {
    async accept(request) {
      const refusal = spool.refusal();
      if (refusal) throw refusal;
      const bytes = await readBody(request.body, request.contentEncoding);
      const answer = await keep(request, bytes);
      totals.accepted += answer.accepted;
      totals.duplicates += answer.duplicates;
      totals.rejected += answer.rejected.length;
      return answer;
    },
    async flush() {
      const newest = await spool.seal();
      if (newest !== null) await handOver.until(newest);
    },
    status() {
      const { oldestMs } = spool;
      return {
        ...totals,
        spoolBytes: spool.bytes,
        spoolSegments: spool.segments,
        lagMs: oldestMs === null ? 0 : Math.max(0, now() - oldestMs),
        lastError: handOver.lastError,
        tornTails: spool.tornTails,
        failedAppends: spool.failedAppends,
      };
    },
    async close() {
      await spool.close();
      await handOver.stop();
      await ids.close();
    },
  };
}
