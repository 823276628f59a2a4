import { BellwetherError } from '../core/errors.ts';
import type { TraceKey } from '../store/questions/find-traces.ts';
import { createAppendQueue } from './append-queue.ts';
import { createGroupCommit, type SealLimits } from './group-commit.ts';
import type { IngestLog } from './ingest-log.ts';
import { createOpenSegments } from './open-segments.ts';
import { recoverSpool } from './recover-spool.ts';
import type { RowBatch } from './row-batch.ts';
import type { WaitingSegment } from './segment-files.ts';
import { createSegmentIds } from './segment-ids.ts';
import type { SeenIds } from './seen-ids.ts';
import type { SpoolFiles } from './spool-files.ts';

/** When segments are sealed, and how many bytes may wait on disk before nothing more is taken. */
export interface SpoolLimits extends SealLimits {
  readonly bytes: number;
}

export interface SpoolDeps {
  readonly files: SpoolFiles;
  readonly folder: string;
  readonly limits: SpoolLimits;
  readonly now: () => number;
  readonly log: IngestLog;
  /** Tells this spool's segments from those of others that fill the same database. */
  readonly number: number;
  /** Takes the id of every event found when opening. */
  readonly seen: SeenIds;
  /** Called when segments have been sealed. */
  readonly onSealed: () => void;
}

/** Telemetry on disk that the database does not hold yet. */
export interface Spool {
  /**
   * Resolves once every byte of the batch, in every file it touches, would survive a kill.
   * @param undo runs in the same turn in which a failure becomes known
   * @throws BellwetherError `unavailable`: then nothing of the batch is or will be promised
   */
  append(batch: RowBatch, undo: () => void): Promise<void>;
  /** Why nothing can be taken now, before anything is read or promised; null when it can. */
  refusal(): BellwetherError | null;
  /** Resolves once every append made so far has succeeded or failed. */
  settled(): Promise<void>;
  /** Failed appends since start: who relies on another's append compares it before and after. */
  readonly failedAppends: number;
  /** Seals what is open. @returns highest id that waits now, or null where nothing waits */
  seal(): Promise<bigint | null>;
  /** Sealed segments, oldest first. */
  readonly waiting: readonly WaitingSegment[];
  /** Removes a handed-over segment for good; may be called again after it failed. */
  remove(segment: WaitingSegment): Promise<void>;
  readonly bytes: number;
  readonly segments: number;
  /** When the oldest row that waits was received, epoch milliseconds. */
  readonly oldestMs: number | null;
  readonly tornTails: number;
  /** Traces that had spans waiting when the spool was opened. */
  readonly recoveredTraces: readonly TraceKey[];
  /** Lets appends under way finish, refuses further ones. */
  close(): Promise<void>;
}

/** Encoded rows that may wait in memory for the disk. */
const MAX_QUEUED_BYTES = 256 * 1_048_576;
const FULL_RETRY_SECONDS = 10;
const BUSY_RETRY_SECONDS = 1;

const unavailable = (message: string, retryAfterSeconds: number): BellwetherError =>
  new BellwetherError('unavailable', message, { retryAfterSeconds });

/** Opens the spool, taking over what an earlier process left in the folder. */
export async function openSpool(deps: SpoolDeps): Promise<Spool> {
  const { files, folder, limits, now, log } = deps;
  await files.makeFolder(folder);
  const recovered = await recoverSpool(files, folder, now(), log, deps.seen);
  const nextId = await createSegmentIds(files, folder, recovered.newestId, now(), deps.number);
  const open = createOpenSegments(files, folder, nextId, now);
  const queue = createAppendQueue();
  const waiting: WaitingSegment[] = [...recovered.segments];
  let waitingBytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  let isClosed = false;
  const commits = createGroupCommit({
    queue,
    open,
    limits,
    log,
    hasWaiting: () => waiting.length > 0,
    onSealed(segments) {
      waiting.push(...segments);
      for (const { bytes } of segments) waitingBytes += bytes;
      deps.onSealed();
    },
  });

  function refusal(more: number): BellwetherError | null {
    if (isClosed) return unavailable('this server is shutting down', BUSY_RETRY_SECONDS);
    if (waitingBytes + open.bytes + queue.bytes + more > limits.bytes) {
      const message = `the spool is full: ${limits.bytes} bytes wait for the database`;
      return unavailable(message, FULL_RETRY_SECONDS);
    }
    if (queue.bytes > MAX_QUEUED_BYTES) {
      return unavailable('the disk cannot keep up', BUSY_RETRY_SECONDS);
    }
    return null;
  }

  return {
    append(batch, undo) {
      const refused = refusal(batch.bytes);
      if (refused) {
        undo();
        return Promise.reject(refused);
      }
      const appended = queue.push(batch, undo);
      commits.kick();
      return appended;
    },
    refusal: () => refusal(0),
    settled: () => queue.settled(),
    get failedAppends() {
      return queue.failed;
    },
    async seal() {
      await commits.seal();
      return waiting.at(-1)?.id ?? null;
    },
    waiting,
    async remove(segment) {
      await files.remove(segment.path);
      // An entry that came back after a power cut would be handed over out of order.
      await files.syncFolder(folder);
      const index = waiting.indexOf(segment);
      if (index === -1) return;
      waiting.splice(index, 1);
      waitingBytes -= segment.bytes;
      commits.kick();
    },
    get bytes() {
      return waitingBytes + open.bytes;
    },
    get segments() {
      return waiting.length + open.count;
    },
    get oldestMs() {
      return waiting[0]?.sinceMs ?? open.sinceMs;
    },
    tornTails: recovered.tornTails,
    recoveredTraces: recovered.traces,
    async close() {
      isClosed = true;
      await queue.settled();
      await commits.close();
    },
  };
}
