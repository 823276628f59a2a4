import { BellwetherError } from '../core/errors.ts';
import type { AppendQueue, PendingAppend } from './append-queue.ts';
import type { IngestLog } from './ingest-log.ts';
import type { OpenSegments } from './open-segments.ts';
import type { WaitingSegment } from './segment-files.ts';

/** When the open segments are sealed. */
export interface SealLimits {
  readonly sealRows: number;
  readonly sealBytes: number;
  readonly sealAfterMs: number;
  /**
   * Segments that hold so many rows by then are left open for another while: under load a hand-over
   * costs much the same whatever its size, and the fewer there are, the more is left for telemetry.
   * Not the first ones after a rest.
   */
  readonly busyRows: number;
  readonly busySealAfterMs: number;
}

export interface GroupCommitDeps {
  readonly queue: AppendQueue;
  readonly open: OpenSegments;
  readonly limits: SealLimits;
  readonly log: IngestLog;
  /** Whether sealed segments wait for the database already. */
  readonly hasWaiting: () => boolean;
  readonly onSealed: (segments: readonly WaitingSegment[]) => void;
}

/** The one loop that writes: many appends share one sync, and segments are sealed between commits. */
export interface GroupCommit {
  /** Starts the loop if it rests and there is something to do. */
  kick(): void;
  /** Resolves once everything committed so far is sealed. */
  seal(): Promise<void>;
  /** Ends once nothing is left to write; then seals whatever is open. */
  close(): Promise<void>;
}

const RETRY_SECONDS = 5;
const MEND_PAUSE_MS = 1000;

function unavailable(message: string, cause: unknown): BellwetherError {
  return new BellwetherError('unavailable', `${message}: ${String(cause)}`, {
    retryAfterSeconds: RETRY_SECONDS,
    cause,
  });
}

export function createGroupCommit(deps: GroupCommitDeps): GroupCommit {
  const { queue, open, limits, log } = deps;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  /** The open segments are old enough to be sealed. */
  let isDue = false;
  /** No busy segment was sealed lately: the database rests, and the sooner it has something the better. */
  let isRested = true;
  let resting: NodeJS.Timeout | null = null;
  let isClosed = false;
  let requests: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  function clearTimer(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }

  /** The next busy segment may wait for more; after so long without one, one may not. */
  function noteSealed(rows: number): void {
    if (rows < limits.busyRows) return;
    isRested = false;
    if (resting) clearTimeout(resting);
    resting = setTimeout(() => {
      isRested = true;
    }, limits.busySealAfterMs).unref();
  }

  async function sealOpen(): Promise<void> {
    clearTimer();
    isDue = false;
    noteSealed(open.rows);
    const asked = requests;
    requests = [];
    try {
      const sealed = await open.seal();
      if (sealed.length > 0) deps.onSealed(sealed);
      for (const { resolve } of asked) resolve();
    } catch (cause) {
      const fault = unavailable('the spool cannot be mended right now', cause);
      for (const { reject } of asked) reject(fault);
      throw fault;
    }
  }

  async function commit(group: readonly PendingAppend[]): Promise<void> {
    try {
      await open.write(group.map(({ batch }) => batch));
    } catch (cause) {
      log.error({ error: String(cause), batches: group.length }, 'spool could not keep telemetry');
      const fault = unavailable('telemetry cannot be kept right now', cause);
      for (const pending of group) pending.fail(fault);
      return;
    }
    for (const pending of group) pending.succeed();
  }

  const isFull = (rows: number, bytes: number): boolean =>
    rows >= limits.sealRows || bytes >= limits.sealBytes;

  // While others wait the open segments may grow: many small ones take longer to hand over.
  const mustSeal = (): boolean =>
    open.isDamaged ||
    requests.length > 0 ||
    isFull(open.rows, open.largestBytes) ||
    (isDue && !deps.hasWaiting());

  async function run(): Promise<void> {
    while (mustSeal() || queue.length > 0) {
      if (mustSeal()) await sealOpen();
      const group = queue.take(
        (rows, bytes) => !isFull(open.rows + rows, open.largestBytes + bytes),
      );
      if (group.length > 0) await commit(group);
    }
    if (open.count === 0 || timer || isDue || isClosed) return;
    timer = setTimeout(() => {
      if (isRested || open.rows < limits.busyRows) return becomeDue();
      timer = setTimeout(becomeDue, limits.busySealAfterMs - limits.sealAfterMs);
    }, limits.sealAfterMs);
  }

  function becomeDue(): void {
    timer = null;
    isDue = true;
    kick();
  }

  /** Damage that can't be mended now: nothing may be promised until it is. */
  function onFault(error: unknown): void {
    log.error({ error: String(error) }, 'damaged spool segment could not be cut back');
    queue.failAll(error);
    if (!isClosed) setTimeout(kick, MEND_PAUSE_MS).unref();
  }

  function kick(): void {
    if (isClosed && queue.length === 0 && requests.length === 0) return;
    running ??= run()
      .catch(onFault)
      .finally(() => {
        running = null;
        if (queue.length > 0 || (mustSeal() && !open.isDamaged)) kick();
      });
  }

  return {
    kick,
    seal() {
      if (isClosed) return Promise.resolve();
      const sealed = new Promise<void>((resolve, reject) => requests.push({ resolve, reject }));
      kick();
      return sealed;
    },
    async close() {
      isClosed = true;
      clearTimer();
      while (running) await running;
      // Whole rows stay on disk; the next start takes them over.
      await open.seal().catch((error: unknown) => {
        log.error({ error: String(error) }, 'spool closed with a damaged segment');
      });
    },
  };
}
