import type { Database } from './database.ts';

/**
 * Remembers that rejected events were replayed: from then on they are no longer in the quarantine.
 * An event may be marked more than once.
 * @param actor who replayed them, as the ledger names them
 * @param atMs epoch milliseconds
 */
export async function markReplayed(
  database: Database,
  ids: readonly string[],
  actor: string,
  atMs: number,
): Promise<void> {
  if (ids.length === 0) return;
  await database.insertRows(
    'mark-replayed',
    'quarantine_replayed',
    ids.map((id) => ({ id, replayed_at: atMs, actor })),
  );
}
