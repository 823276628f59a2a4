import { constants } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A segment file being written. */
export interface SpoolFile {
  /** Writes all of the buffers, one after another, from a position on. */
  write(buffers: readonly Buffer[], position: number): Promise<void>;
  /** Resolves once what was written would survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The spool's door to the disk; tests put faults here. */
export interface SpoolFiles {
  /** Makes a folder and those above it, durably; `folder` is absolute. */
  makeFolder(folder: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Buffer>;
  /** Bytes of a file. */
  size(path: string): Promise<number>;
  /** A file that must not exist yet. */
  create(path: string): Promise<SpoolFile>;
  /** Gives a file this content: after a crash it holds the old or the new, whole. Takes room for both. */
  replace(path: string, content: string): Promise<void>;
  /** Changes bytes of a file where they stand: after a crash each is the old or the new. Takes no room. */
  overwrite(path: string, content: Uint8Array, position: number): Promise<void>;
  /** Shortens a file; resolves once the cut would survive a power cut. */
  cut(path: string, size: number): Promise<void>;
  /** Removes a file, if it is there. */
  remove(path: string): Promise<void>;
  /** Resolves once the folder's entries would survive a power cut. */
  syncFolder(folder: string): Promise<void>;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A file's next content until it takes the file's place; one that a kill left is of no use. */
export const DRAFT = '.draft';

async function writeDraft(path: string, content: string): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * On Linux a write to a file opened so returns once it is on disk: one turn of the thread pool, and of
 * a busy main thread, where a write and a sync take two. Elsewhere it promises less than a sync.
 */
const SYNCED_WRITES = process.platform === 'linux' ? constants.O_DSYNC : 0;
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | SYNCED_WRITES;

async function createFile(path: string): Promise<SpoolFile> {
  const handle = await open(path, NEW_FILE, 0o600);
  return {
    async write(buffers, position) {
      let rest = [...buffers];
      for (let at = position; rest.length > 0;) {
        const { bytesWritten } = await handle.writev(rest, at);
        at += bytesWritten;
        rest = withoutFirst(rest, bytesWritten);
      }
    },
    sync: () => (SYNCED_WRITES === 0 ? handle.datasync() : Promise.resolve()),
    close: () => handle.close(),
  };
}

/** What is left of buffers after their first bytes. */
function withoutFirst(buffers: readonly Buffer[], count: number): Buffer[] {
  let left = count;
  return buffers.flatMap((buffer) => {
    const skipped = Math.min(left, buffer.length);
    left -= skipped;
    return skipped === buffer.length ? [] : [buffer.subarray(skipped)];
  });
}

/** The real disk. */
export const diskFiles: SpoolFiles = {
  async makeFolder(folder) {
    const topmost = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (topmost === undefined) return;
    for (let made = folder; made.length >= topmost.length; made = dirname(made)) {
      await syncFolder(dirname(made));
    }
  },
  list: (folder) => readdir(folder),
  read: (path) => readFile(path),
  size: async (path) => (await stat(path)).size,
  create: createFile,
  async replace(path, content) {
    const draft = `${path}${DRAFT}`;
    try {
      await writeDraft(draft, content);
      await rename(draft, path);
    } catch (error) {
      // On a full disk what was written of it would take the room that is missing.
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  },
  async overwrite(path, content, position) {
    const handle = await open(path, 'r+');
    try {
      for (let done = 0; done < content.length;) {
        const rest = content.subarray(done);
        done += (await handle.write(rest, 0, rest.length, position + done)).bytesWritten;
      }
      await handle.datasync();
    } finally {
      await handle.close();
    }
  },
  async cut(path, size) {
    const handle = await open(path, 'r+');
    try {
      await handle.truncate(size);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (path) => rm(path, { force: true }),
  syncFolder,
};
