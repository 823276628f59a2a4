import { z } from 'zod';
import type { Ingest } from '../ingest/ingest.ts';
import type { Database } from '../store/database.ts';
import { readDatabaseClock } from '../store/hand-over-notes.ts';
import { listBeats, type FoundBeat } from '../store/process-beats.ts';
import type { Peers } from './processes/peers.ts';

const saidStatus = z.object({
  lagMs: z.number(),
  /** By the database's clock; absent where a process of an earlier version said it. */
  asOfMs: z.number().optional(),
});

/**
 * How far behind what a process acknowledged the database is, at most; milliseconds. One that has not said
 * what waits on its disk since it started may hold anything.
 */
function behindMs({ run, status, ageMs }: FoundBeat, clockMs: number): number {
  if (status === '') return Infinity;
  const { lagMs, asOfMs } = saidStatus.parse(JSON.parse(status));
  const hasEnded = run === '';
  if (hasEnded && lagMs === 0) return 0;
  // A database that hung took down later what was true before.
  return Math.max(ageMs, asOfMs === undefined ? 0 : clockMs - asOfMs) + lagMs;
}

/**
 * Up to when everything that was acknowledged is in the database; epoch milliseconds.
 * @param beats signs of life of all processes, those that are silent lately included
 * @param clockMs when they were read, by the clock that they are aged by
 */
export function settledByBeats(beats: readonly FoundBeat[], clockMs: number): number {
  const ingests = beats.filter(({ role }) => role === 'ingest');
  return clockMs - Math.max(0, ...ingests.map((beat) => behindMs(beat, clockMs)));
}

/**
 * Asks up to when everything that was acknowledged, by whichever process, is in the database. Where others
 * take telemetry, their signs of life tell, by the database's clock: one of this process that jumps ahead
 * then moves nothing.
 */
export function createSettledTelemetry(parts: {
  readonly database: Database;
  /** The process's own spool. */
  readonly own: Pick<Ingest, 'status'>;
  readonly peers: Peers | null;
  readonly now: () => number;
}): () => Promise<number> {
  const { database, own, peers, now } = parts;
  return async () => {
    const ownMs = now() - own.status().lagMs;
    if (peers === null) return ownMs;
    const clockMs = await readDatabaseClock(database);
    return Math.min(ownMs, settledByBeats(await listBeats(database), clockMs));
  };
}
