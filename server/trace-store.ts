import type { Database } from '../store/database.ts';
import { findTraces, recentTraces } from '../store/questions/find-traces.ts';

/** Runs are shown within seconds of their spans; a crash leaves none without one for longer than this. */
const UNFINISHED_TRACES_MS = 10 * 60_000;

/**
 * Traces as ingest asks for them.
 * @param owns whether a workload's traces are this process's: the owner of others may be about to show them
 */
export const createTraceStore = (database: Database, owns: (workload: string) => boolean) => ({
  find: (keys: Parameters<typeof findTraces>[1]) => findTraces(database, keys),
  async recent(openedMs: number, nowMs: number) {
    const moment = { withinMs: UNFINISHED_TRACES_MS, openedMs, nowMs };
    return (await recentTraces(database, moment)).filter(({ workload }) => owns(workload));
  },
});
