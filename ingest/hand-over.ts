import { BellwetherError } from '../core/errors.ts';
import type { RawTable } from '../store/raw-columns.ts';
import type { WaitingTarget } from './drop-known-events.ts';
import type { IdLog } from './id-log.ts';
import type { IngestLog } from './ingest-log.ts';
import type { WorkloadSpan } from './row-batch.ts';
import type { WaitingSegment } from './segment-files.ts';
import type { Spool } from './spool.ts';

/** A segment that the database now holds. */
export interface HandedOver {
  readonly table: RawTable;
  readonly id: bigint;
  readonly rows: number;
  /** When its first row was received, epoch milliseconds. */
  readonly sinceMs: number;
  /** Rows and span of time by workload; null for quarantine. */
  readonly workloads: ReadonlyMap<string, WorkloadSpan> | null;
}

export interface HandOverDeps {
  readonly spool: Pick<Spool, 'waiting' | 'remove'>;
  readonly target: WaitingTarget;
  /** Keeps the ids once the rows leave the spool. */
  readonly ids: Pick<IdLog, 'append'>;
  /** Told first; the segment is given again for as long as it rejects. */
  readonly noteHandedOver?: (segment: HandedOver) => Promise<void>;
  /** Told of each segment at least once (twice where a kill comes between telling and removing). */
  readonly onHandedOver: (segment: HandedOver) => void | Promise<void>;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
  readonly log: IngestLog;
}

/** Gives sealed segments to the database, one at a time, oldest first. */
export interface HandOver {
  /** Starts if it rests; the spool calls this whenever something is sealed. */
  kick(): void;
  /**
   * Resolves once no segment up to an id waits any more.
   * @throws BellwetherError `unavailable` where the database has refused for too long
   */
  until(id: bigint): Promise<void>;
  /** What went wrong last, or null once it went well again. */
  readonly lastError: string | null;
  /** Lets the segment under way finish and starts no other. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 15_000;
/** While a caller of `until` waits, pauses are shorter, and so many failures are put up with. */
const MAX_WAITED_PAUSE_MS = 1000;
const PATIENCE = 5;
const RETRY_SECONDS = 15;

interface Waiter {
  readonly id: bigint;
  failures: number;
  resolve(): void;
  reject(error: unknown): void;
}

const stopped = (): BellwetherError =>
  new BellwetherError('unavailable', 'this server is shutting down', {
    retryAfterSeconds: RETRY_SECONDS,
  });

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Time to wait after a number of failures in a row, spread so that many processes don't meet. */
function pauseMs(failures: number, random: number): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) * (0.5 + random / 2);
}

export function createHandOver(deps: HandOverDeps): HandOver {
  const { spool, target, log } = deps;
  let running: Promise<void> | null = null;
  let isStopped = false;
  let lastError: string | null = null;
  let waiters: Waiter[] = [];
  let wake: (() => void) | null = null;
  /** Segments the database holds though their file could not be removed yet. */
  const held = new WeakSet<WaitingSegment>();

  async function give(segment: WaitingSegment): Promise<void> {
    if (segment.mayHaveBegun) {
      const missing = await target.repair(segment);
      log.info(
        { segment: String(segment.id), rows: segment.rows, missing },
        'spool segment repaired',
      );
    } else {
      // From here on only looking tells what has arrived.
      segment.mayHaveBegun = true;
      await target.insert(segment);
    }
  }

  async function tell(segment: HandedOver): Promise<void> {
    try {
      await deps.onHandedOver(segment);
    } catch (error) {
      const facts = { error: reason(error), segment: String(segment.id) };
      log.error(facts, 'listener to hand-overs failed');
    }
  }

  async function handOver(segment: WaitingSegment): Promise<void> {
    if (!held.has(segment)) {
      await give(segment);
      await deps.ids.append(segment.ids);
      const { table, id, rows, sinceMs, workloads } = segment;
      const handed = { table, id, rows, sinceMs, workloads };
      await deps.noteHandedOver?.(handed);
      await tell(handed);
      held.add(segment);
    }
    await spool.remove(segment);
  }

  function settleWaiters(): void {
    const oldest = spool.waiting[0]?.id;
    const [done, left] = split(waiters, ({ id }) => oldest === undefined || oldest > id);
    waiters = left;
    for (const waiter of done) waiter.resolve();
  }

  function refuseImpatient(): void {
    for (const waiter of waiters) waiter.failures += 1;
    const [tooLong, left] = split(waiters, ({ failures }) => failures >= PATIENCE);
    waiters = left;
    const message = `the database does not take telemetry right now: ${lastError}`;
    const error = new BellwetherError('unavailable', message, { retryAfterSeconds: RETRY_SECONDS });
    for (const waiter of tooLong) waiter.reject(error);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    for (let failures = 0; !isStopped;) {
      const [segment] = spool.waiting;
      if (!segment) break;
      try {
        await handOver(segment);
        failures = 0;
        lastError = null;
        settleWaiters();
      } catch (error) {
        failures += 1;
        lastError = reason(error);
        log.warn({ error: lastError, segment: String(segment.id), failures }, 'hand-over failed');
        refuseImpatient();
        if (isStopped) break;
        const longest = waiters.length > 0 ? MAX_WAITED_PAUSE_MS : MAX_PAUSE_MS;
        await pause(Math.min(longest, pauseMs(failures, deps.random())));
      }
    }
  }

  function kick(): void {
    if (isStopped) return;
    running ??= run().finally(() => {
      running = null;
      settleWaiters();
      if (spool.waiting.length > 0) kick();
    });
  }

  return {
    kick,
    until(id) {
      if (isStopped) return Promise.reject(stopped());
      const handed = new Promise<void>((resolve, reject) => {
        waiters.push({ id, failures: 0, resolve, reject });
      });
      settleWaiters();
      // A caller waits: try now rather than at the end of a pause.
      wake?.();
      kick();
      return handed;
    },
    get lastError() {
      return lastError;
    },
    async stop() {
      isStopped = true;
      wake?.();
      await running;
      for (const waiter of waiters.splice(0)) waiter.reject(stopped());
    },
  };
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
