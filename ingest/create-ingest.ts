import { BellwetherError } from '../core/errors.ts';
import { MAX_EVENT_AHEAD_MS } from '../core/event.ts';
import { createBodyReader } from './decompress-body.ts';
import { createDropKnownEvents } from './drop-known-events.ts';
import { spoolFolder } from './foreign-spool.ts';
import { createHandOver } from './hand-over.ts';
import { createTelemetryKeeper } from './keep-telemetry.ts';
import { parseBody } from './parse-body.ts';
import { createRunPricer } from './price-run.ts';
import { refillSeenIds } from './refill-seen-ids.ts';
import { rememberHashes } from './remember-hashes.ts';
import { createRowBatches } from './row-batch.ts';
import { diskFiles } from './spool-files.ts';
import { openSpool } from './spool.ts';
import type { TakeDeps } from './take-events.ts';
import { loadTakenIds } from './taken-ids.ts';
import { createRunRowOf } from './traces/run-row-of.ts';
import { createTraceAssembly } from './traces/trace-assembly.ts';
import { createWaitingTime } from './waiting-time.ts';
import { DEFAULT_LIMITS, type Ingest, type IngestAnswer, type IngestDeps } from './ingest.ts';

const TRACES_RETRY_SECONDS = 10;

/** Opens ingest: takes over the spool of an earlier process, and what ids it had taken. */
export async function createIngest(deps: IngestDeps): Promise<Ingest> {
  const { dataFolder, now, log, files = diskFiles } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const windowMs = limits.dedupeWindowMs;
  const taken = await (deps.takenIds ?? loadTakenIds(deps, windowMs));
  const { seen, log: ids, openedAtMs, knownSinceMs } = taken;
  const spool = await openSpool({
    files,
    folder: spoolFolder(dataFolder),
    limits,
    now,
    log,
    number: deps.spoolNumber ?? seen.keyMark[0],
    seen,
    onSealed: () => handOver.kick(),
  });
  await refillSeenIds(seen, deps.recentIds, windowMs, openedAtMs, knownSinceMs);
  const waitingMs = createWaitingTime(now, deps.elapsedMs ?? now);
  const totals = { accepted: 0, duplicates: 0, rejected: 0 };
  const knownForMs = windowMs - MAX_EVENT_AHEAD_MS;
  const target = createDropKnownEvents({
    target: deps.target,
    files,
    find: deps.findKnown,
    knownForMs,
    onDropped(count) {
      totals.duplicates += count;
    },
    now,
    log,
  });
  const handOver = createHandOver({ ...deps, target, spool, ids });
  handOver.kick();

  const readBody = createBodyReader(limits);
  const batches = createRowBatches();
  const takeDeps: TakeDeps = {
    seen,
    price: createRunPricer(deps.priceOverrides),
    redactor: deps.redactor ?? (() => null),
    hashUser: rememberHashes(deps.hashUser),
    randomId: deps.randomId,
  };
  const flushSpool = async (): Promise<void> => {
    const newest = await spool.seal();
    if (newest !== null) await handOver.until(newest);
  };
  const assembly = createTraceAssembly({
    seen,
    batches,
    hashUser: takeDeps.hashUser,
    redactor: takeDeps.redactor,
    knownForMs,
    runRow: createRunRowOf(takeDeps.price),
    append: (batch, undo) => spool.append(batch, undo),
    onTaken: deps.onTaken,
    async find(keys) {
      await flushSpool();
      return deps.traceStore.find(keys);
    },
    async unfinished() {
      await flushSpool();
      return [...spool.recoveredTraces, ...(await deps.traceStore.recent(openedAtMs, now()))];
    },
    now,
    log,
  });
  const keeper = createTelemetryKeeper({ ...deps, spool, batches, take: takeDeps, assembly });

  function count<Answer extends IngestAnswer>(answer: Answer): Answer {
    totals.accepted += answer.accepted;
    totals.duplicates += answer.duplicates;
    totals.rejected += answer.rejected.length;
    return answer;
  }

  return {
    async accept(request) {
      const refusal = spool.refusal();
      if (refusal) throw refusal;
      const bytes = request.isUnpacked
        ? request.body
        : await readBody(request.body, request.contentEncoding);
      const body = parseBody(bytes, request.contentType, limits.events);
      await request.admit?.(body.count);
      return count(await keeper.events(request, body));
    },
    async acceptOtlp(telemetry) {
      const refusal = spool.refusal();
      if (refusal) throw refusal;
      if (assembly.isFull) {
        throw new BellwetherError('unavailable', 'too many traces wait for the database', {
          retryAfterSeconds: TRACES_RETRY_SECONDS,
        });
      }
      return count(await keeper.otlp(telemetry));
    },
    async replay(request) {
      const refusal = spool.refusal();
      if (refusal) throw refusal;
      const answer = await keeper.replay(request);
      totals.accepted += answer.accepted;
      totals.duplicates += answer.duplicates;
      return answer;
    },
    forgetTraces: (task) => assembly.exclusively(task),
    async flush() {
      await assembly.settle();
      await flushSpool();
    },
    status() {
      const { oldestMs } = spool;
      return {
        ...totals,
        spoolBytes: spool.bytes,
        spoolSegments: spool.segments,
        lagMs: waitingMs(oldestMs),
        lastError: handOver.lastError,
        tornTails: spool.tornTails,
        failedAppends: spool.failedAppends,
        tracesWaiting: assembly.waiting,
      };
    },
    async close() {
      await assembly.close();
      await spool.close();
      await handOver.stop();
      await ids.close();
    },
  };
}
