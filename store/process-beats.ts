import { z } from 'zod';
import type { Database } from './database.ts';
import { PROCESS_TABLE } from './tables/process.ts';

/** A process's sign of life. */
export interface ProcessBeat {
  /** Stays across restarts. */
  readonly process: string;
  /** New at each start; empty: it has ended and said so. */
  readonly run: string;
  readonly role: string;
  /** Where other processes reach it; empty where none has to. */
  readonly address: string;
  /** The ingest processes it knows of, one a line. */
  readonly peers: string;
  /** How it fares, as JSON. */
  readonly status: string;
}

/** A sign of life as it is found. */
export interface FoundBeat extends ProcessBeat {
  /** Milliseconds since it was given, by the database's clock. */
  readonly ageMs: number;
}

const foundBeat = z.object({
  process: z.string(),
  run: z.string(),
  role: z.string(),
  address: z.string(),
  peers: z.string(),
  status: z.string(),
  ageMs: z.number(),
});

/** Gives a sign of life. */
export function storeBeat(database: Database, beat: ProcessBeat): Promise<void> {
  return database.insertRows('process-beat', PROCESS_TABLE, [beat]);
}

/** The latest sign of life of every process that gave one within the last minutes, by process. */
export function listBeats(database: Database): Promise<FoundBeat[]> {
  return database.query(
    'process-beats',
    `SELECT process, run, role, address, peers, status,
       toUnixTimestamp64Milli(now64(3)) - toUnixTimestamp64Milli(at) AS ageMs
     FROM ${PROCESS_TABLE} FINAL WHERE at > now() - INTERVAL 10 MINUTE ORDER BY process`,
    foundBeat,
  );
}
