import type { Database } from '../store/database.ts';
import { findTraces, recentTraces } from '../store/questions/find-traces.ts';

/** Runs are shown within seconds of their spans; a crash leaves none without one for longer than this. */
const UNFINISHED_TRACES_MS = 10 * 60_000;

/** Traces as ingest asks for them. */
export const createTraceStore = (database: Database) => ({
  find: (keys: Parameters<typeof findTraces>[1]) => findTraces(database, keys),
  recent: (openedMs: number, nowMs: number) =>
    recentTraces(database, { withinMs: UNFINISHED_TRACES_MS, openedMs, nowMs }),
});
