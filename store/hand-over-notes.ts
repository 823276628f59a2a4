import { z } from 'zod';
import type { Database } from './database.ts';
import { RAW_TABLE_NAMES, type RawTable } from './raw-columns.ts';
import { HAND_OVER_TABLE } from './tables/process.ts';

/** What one process handed over to the database. */
export interface HandOverNote {
  readonly process: string;
  readonly segment: bigint;
  readonly table: RawTable;
  /** When its first row was received, epoch milliseconds. */
  readonly sinceMs: number;
  /** Earliest time of its rows by workload, epoch milliseconds; empty for the quarantine. */
  readonly workloads: ReadonlyMap<string, { readonly minTsMs: number }>;
}

/** A note and when it was stored, epoch milliseconds by the database's clock. */
export interface StoredNote extends HandOverNote {
  readonly storedMs: number;
}

const storedNote = z
  .object({
    process: z.string(),
    segment: z.string(),
    source: z.enum(RAW_TABLE_NAMES),
    sinceMs: z.number(),
    workloads: z.array(z.string()),
    minTsMs: z.array(z.number()),
    storedMs: z.number(),
  })
  .transform(({ segment, source, workloads, minTsMs, ...rest }): StoredNote => ({
    ...rest,
    segment: BigInt(segment),
    table: source,
    workloads: new Map(
      workloads.map((workload, index) => [workload, { minTsMs: minTsMs[index] ?? 0 }]),
    ),
  }));

/** Stores a note. */
export function storeHandOver(database: Database, note: HandOverNote): Promise<void> {
  const workloads = [...note.workloads];
  return database.insertRows('hand-over-note', HAND_OVER_TABLE, [
    {
      process: note.process,
      segment: note.segment.toString(),
      source: note.table,
      since_ms: note.sinceMs,
      workloads: workloads.map(([workload]) => workload),
      min_ts_ms: workloads.map(([, { minTsMs }]) => Math.floor(minTsMs)),
    },
  ]);
}

/** Notes stored at or after an instant of the database's clock, oldest first; epoch milliseconds. */
export function listHandOvers(database: Database, sinceMs: number): Promise<StoredNote[]> {
  return database.query(
    'hand-over-notes',
    `SELECT process, toString(segment) AS segment, source, since_ms AS sinceMs, workloads,
       min_ts_ms AS minTsMs, toUnixTimestamp64Milli(at) AS storedMs
     FROM ${HAND_OVER_TABLE} WHERE at >= fromUnixTimestamp64Milli({since: Int64}) ORDER BY at`,
    storedNote,
    { since: sinceMs },
  );
}

/** What the database's clock says, epoch milliseconds. */
export async function readDatabaseClock(database: Database): Promise<number> {
  const [row] = await database.query(
    'clock',
    'SELECT toUnixTimestamp64Milli(now64(3)) AS nowMs',
    z.object({ nowMs: z.number() }),
  );
  if (!row) throw new Error('the database told no time');
  return row.nowMs;
}
