import type { TableRows, RowBatch } from './row-batch.ts';
import type { SeenIds } from './seen-ids.ts';

/** Writes down with rows the id that was taken last. */
export function noteId(seen: SeenIds, { ids }: TableRows, atMs: number): void {
  ids.push(seen.low, seen.high, Math.floor(atMs / 1000));
}

/**
 * Takes an id for rows of a batch; it is written down with them, and free again by `freeIds`.
 * @param atMs when it was received, epoch milliseconds
 * @returns false where it is taken already
 */
export function claimId(
  seen: SeenIds,
  rows: TableRows,
  workload: string,
  id: string,
  atMs: number,
): boolean {
  const isFree = seen.claim(workload, id, atMs);
  if (isFree) noteId(seen, rows, atMs);
  return isFree;
}

/** Takes an id for longer, whoever has it; written down with rows of a batch where it needs to be. */
export function renewId(
  seen: SeenIds,
  rows: TableRows,
  workload: string,
  id: string,
  atMs: number,
): void {
  if (seen.renew(workload, id, atMs)) noteId(seen, rows, atMs);
}

/** Frees the ids of a batch that was not kept. */
export function freeIds(seen: SeenIds, batch: RowBatch): void {
  for (const { ids } of batch.tables.values()) {
    const words = ids.entries();
    for (let at = 0; at < words.length; at += 3)
      seen.free(words[at] as number, words[at + 1] as number);
  }
}
