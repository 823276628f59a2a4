import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readHeadLines, writeHeadLines, type HeadLine, type HeadReading } from './head-lines.ts';

/** The chain's head outside the database: one line a record, only ever appended to. */
export interface HeadFile {
  /** What the file holds; a file that is not there holds nothing. */
  read(): Promise<HeadReading>;
  /**
   * Appends a line for each record and syncs.
   * @param after what was last read or returned by this function
   * @returns what the file holds now, without its lines
   */
  append(lines: readonly HeadLine[], after: HeadEnd): Promise<HeadEnd>;
}

/** Where a head file ends. */
export type HeadEnd = Pick<HeadReading, 'lastCode' | 'wholeBytes'>;

/** A new file's name has to be on disk as well. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * The head file at a path of the data folder; it is made with the first record, readable by its owner.
 * @param key secret of this file, another than that of the chain
 */
export function createHeadFile(path: string, key: Buffer): HeadFile {
  return {
    async read() {
      if (!existsSync(path)) return readHeadLines('', key);
      return readHeadLines(await readFile(path, 'latin1'), key);
    },
    async append(lines, after) {
      const isNew = !existsSync(path);
      const { text, lastCode } = writeHeadLines(lines, after.lastCode, key);
      const file = await open(path, 'a', 0o600);
      try {
        // What a kill left of a line would spoil the next one.
        await file.truncate(after.wholeBytes);
        await file.appendFile(text);
        await file.datasync();
      } finally {
        await file.close();
      }
      if (isNew) await syncFolder(dirname(path));
      return { lastCode, wholeBytes: after.wholeBytes + text.length };
    },
  };
}
