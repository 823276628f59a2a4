import { join } from 'node:path';
import { openIdLog, type IdLog } from './id-log.ts';
import type { IngestDeps } from './ingest.ts';
import { createSeenIds, type SeenIds } from './seen-ids.ts';
import { diskFiles } from './spool-files.ts';

/** The ids that earlier processes wrote down as taken. */
export interface TakenIds {
  readonly seen: SeenIds;
  readonly log: IdLog;
  /** When they were read, epoch milliseconds. */
  readonly openedAtMs: number;
  /** Since when they are complete, with the spool; null where nothing is known. */
  readonly knownSinceMs: number | null;
}

/**
 * Reads which ids are taken: a second for ten million, in which a start opens the database.
 * @param windowMs how long an id stays taken
 */
export async function loadTakenIds(
  {
    dataFolder,
    dedupeKey,
    now,
    elapsedMs = now,
    log,
    files = diskFiles,
  }: Pick<IngestDeps, 'dataFolder' | 'dedupeKey' | 'now' | 'elapsedMs' | 'log' | 'files'>,
  windowMs: number,
): Promise<TakenIds> {
  const seen = createSeenIds(windowMs, dedupeKey);
  const folder = join(dataFolder, 'seen');
  const ids = await openIdLog({
    files,
    folder,
    windowMs,
    keyMark: seen.keyMark,
    now,
    elapsedMs,
    log,
  });
  const openedAtMs = now();
  const knownSinceMs = await ids.load(
    (count) => seen.reserve(count),
    (words) => seen.putAll(words, openedAtMs),
  );
  return { seen, log: ids, openedAtMs, knownSinceMs };
}
