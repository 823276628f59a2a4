import { join } from 'node:path';
import { HOUR_MS } from '../core/time.ts';
import { nextTurn } from '../store/take-turns.ts';
import { ENTRY_WORDS, type IdList } from './id-list.ts';
import type { IngestLog } from './ingest-log.ts';
import type { SpoolFile, SpoolFiles } from './spool-files.ts';

export interface IdLogDeps {
  readonly files: SpoolFiles;
  readonly folder: string;
  /** How long ids matter. */
  readonly windowMs: number;
  /** Says which key the ids were hashed with; files of another key are no use. */
  readonly keyMark: readonly [number, number];
  readonly now: () => number;
  /** A clock that nobody sets; milliseconds from anywhere. */
  readonly elapsedMs: () => number;
  readonly log: IngestLog;
}

/**
 * Hashed ids of what has left the spool, on disk: with it and the spool a restart knows every id
 * without asking the database, which may be away or slow.
 */
export interface IdLog {
  /**
   * Reads what earlier processes wrote down.
   * @param onCount told first how many entries will come, at most
   * @returns since when ids received are complete (with the spool), or null where nothing is known
   */
  load(
    onCount: (count: number) => void,
    onEntries: (words: Uint32Array) => void,
  ): Promise<number | null>;
  /** Resolves once the ids are on disk, or the log has been dropped because they could not be. */
  append(ids: IdList): Promise<void>;
  close(): Promise<void>;
}

const NAME = /^(\d{15})\.ids$/;
const WORD_BYTES = 4;
const HEADER_WORDS = 2;
/**
 * Entries read at a time: 24 MB, and a copy of them. More at once are quicker each; a start asks the
 * database for other things in between, every sixth of a second.
 */
const ENTRIES_A_TURN = 2_000_000;

interface LogFile {
  readonly startMs: number;
  readonly path: string;
}

/** The whole words of some bytes; copied only where they lie askew in memory. */
function wordsOf(bytes: Buffer): Uint32Array {
  const aligned = bytes.byteOffset % WORD_BYTES === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
  const { buffer, byteOffset, length } = aligned;
  return new Uint32Array(buffer, byteOffset, Math.floor(length / WORD_BYTES));
}

export async function openIdLog(deps: IdLogDeps): Promise<IdLog> {
  const { files, folder, keyMark, now, elapsedMs } = deps;
  await files.makeFolder(folder);
  let known: LogFile[] = (await files.list(folder))
    .flatMap((name) => {
      const start = NAME.exec(name)?.[1];
      return start === undefined ? [] : [{ startMs: Number(start), path: join(folder, name) }];
    })
    .sort((a, b) => a.startMs - b.startMs);
  let current: (LogFile & { readonly file: SpoolFile; bytes: number }) | null = null;
  /** Whatever is received from here on is written down, though it may be a while until the first of it is. */
  let begun = { elapsedMs: elapsedMs(), afterSecond: 0 };
  /** Receipt of the latest that was written down: a clock may have been ahead for a while. */
  let newestSecond = 0;
  /** Told by a clock that may have been set right meanwhile. */
  const completeSinceMs = (): number =>
    Math.max(Math.ceil(now() - (elapsedMs() - begun.elapsedMs)), begun.afterSecond * 1000);

  /** Files whose successor began before the window hold nothing that matters. */
  async function removeExpired(): Promise<void> {
    const horizon = now() - deps.windowMs;
    while (known[1] && known[1].startMs <= horizon) {
      await files.remove((known[0] as LogFile).path);
      known = known.slice(1);
    }
  }

  async function startFile(): Promise<NonNullable<typeof current>> {
    await current?.file.close();
    current = null;
    const last = known.at(-1);
    const startMs = last === undefined ? completeSinceMs() : Math.max(now(), last.startMs + 1);
    const path = join(folder, `${String(startMs).padStart(15, '0')}.ids`);
    const file = await files.create(path);
    known.push({ startMs, path });
    const header = Buffer.from(new Uint32Array(keyMark).buffer);
    await file.write([header], 0);
    await files.syncFolder(folder);
    await removeExpired();
    current = { startMs, path, file, bytes: header.length };
    return current;
  }

  /** A log with a gap is worse than none: without it the next start asks the database. */
  async function drop(): Promise<void> {
    await current?.file.close().catch(() => {});
    current = null;
    for (const { path } of known) await files.remove(path);
    await files.syncFolder(folder);
    known = [];
    begun = { elapsedMs: elapsedMs(), afterSecond: newestSecond + 1 };
  }

  async function readFile(
    bytes: Buffer,
    onEntries: (words: Uint32Array) => void,
  ): Promise<boolean> {
    const words = wordsOf(bytes);
    // Killed before its first entry: a file without a header holds nothing.
    if (words.length < HEADER_WORDS) return true;
    if (words[0] !== keyMark[0] || words[1] !== keyMark[1]) return false;
    const entries = Math.floor((words.length - HEADER_WORDS) / ENTRY_WORDS);
    const end = HEADER_WORDS + entries * ENTRY_WORDS;
    const turn = ENTRIES_A_TURN * ENTRY_WORDS;
    for (let from = HEADER_WORDS; from < end; from += turn) {
      onEntries(words.subarray(from, Math.min(end, from + turn)));
      await nextTurn();
    }
    return true;
  }

  return {
    async load(onCount, onEntries) {
      const sizes = await Promise.all(known.map(({ path }) => files.size(path)));
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      onCount(Math.floor(bytes / (ENTRY_WORDS * WORD_BYTES)));
      for (const { path } of known) {
        if (await readFile(await files.read(path), onEntries)) continue;
        await drop();
        break;
      }
      return known[0]?.startMs ?? null;
    },
    async append(ids) {
      if (ids.length === 0) return;
      const entries = Uint32Array.from(ids.entries());
      for (let at = ENTRY_WORDS - 1; at < entries.length; at += ENTRY_WORDS) {
        newestSecond = Math.max(newestSecond, entries[at] as number);
      }
      try {
        const isFresh = current !== null && now() - current.startMs < HOUR_MS;
        const target = current !== null && isFresh ? current : await startFile();
        const bytes = Buffer.from(entries.buffer);
        await target.file.write([bytes], target.bytes);
        await target.file.sync();
        target.bytes += bytes.length;
      } catch (error) {
        deps.log.warn(
          { error: String(error) },
          'ids could not be written down; dropping their log',
        );
        await drop();
      }
    },
    async close() {
      await current?.file.close();
      current = null;
    },
  };
}
