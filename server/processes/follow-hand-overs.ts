import type { Logger } from 'pino';
import type { Database } from '../../store/database.ts';
import { listHandOvers, type StoredNote } from '../../store/hand-over-notes.ts';
import type { HeardTelemetry } from '../hear-telemetry.ts';
import { repeat } from '../repeat.ts';

const LOOK_MS = 500;
/** A note shows a moment after it got its time, so every look goes back a little. */
const OVERLAP_MS = 15_000;

const keyOf = ({ process, segment, table }: StoredNote): string => `${process}-${segment}-${table}`;

/** Looks what other processes have handed over since the last look. */
export function createHandOverLook(parts: {
  readonly database: Database;
  /** From when on, epoch milliseconds of the database's clock. */
  readonly sinceMs: number;
  readonly hear: (heard: HeardTelemetry) => Promise<void>;
}): () => Promise<void> {
  const { database, hear } = parts;
  let sinceMs = parts.sinceMs;
  const heardAt = new Map<string, number>();
  return async () => {
    for (const note of await listHandOvers(database, sinceMs - OVERLAP_MS)) {
      if (heardAt.has(keyOf(note))) continue;
      const { table, sinceMs: since, workloads } = note;
      await hear({ table, sinceMs: since, workloads: table === 'quarantine' ? null : workloads });
      heardAt.set(keyOf(note), note.storedMs);
      sinceMs = Math.max(sinceMs, note.storedMs);
    }
    for (const [key, atMs] of heardAt) if (atMs < sinceMs - OVERLAP_MS) heardAt.delete(key);
  };
}

/**
 * Hears of what other processes hand over for as long as it runs.
 * @returns how to stop; resolves when a look under way has ended
 */
export function followHandOvers(
  look: () => Promise<void>,
  log: Pick<Logger, 'warn'>,
): () => Promise<void> {
  return repeat(look, {
    everyMs: LOOK_MS,
    onError: (error) => log.warn({ err: error }, 'other processes could not be heard'),
  });
}
