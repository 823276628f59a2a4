import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BellwetherError } from '../../core/errors.ts';
import type { FileIdentity } from './import-record.ts';

/** What tells a file from others without reading all of it. */
export interface IdentifiedFile {
  readonly identity: FileIdentity;
  readonly bytes: number;
}

/** Bytes hashed at either end. */
const EDGE_BYTES = 65_536;

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, error: unknown): BellwetherError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new BellwetherError('invalid', `${path}: ${WORDS[code] ?? message}`, { cause: error });
}

/**
 * Hashes a file's size, its first and its last 64 KiB.
 * @throws BellwetherError `invalid` where the file can't be read
 */
export async function identifyFile(path: string): Promise<IdentifiedFile> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const hash = createHash('sha256').update(`${size}\0`);
      for (const position of [0, Math.max(0, size - EDGE_BYTES)]) {
        const edge = Buffer.alloc(Math.min(EDGE_BYTES, size));
        const { bytesRead } = await file.read(edge, 0, edge.length, position);
        hash.update(edge.subarray(0, bytesRead));
      }
      return { identity: hash.digest('hex'), bytes: size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A file as a stream of its unpacked bytes. */
export interface FileSource {
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes read so far, packed as they lie on disk. */
  bytesRead(): number;
}

/** Opens a file; one that ends in `.gz` is unpacked on the way. */
export function openSource(path: string): FileSource {
  const stream = createReadStream(path);
  return { chunks: unpacked(path, stream), bytesRead: () => stream.bytesRead };
}

async function* unpacked(
  path: string,
  stream: ReturnType<typeof createReadStream>,
): AsyncGenerator<Buffer> {
  const isPacked = path.endsWith('.gz');
  // The loop below meets the error as well: the pipeline destroys what it feeds.
  const source = isPacked ? pipeline(stream, createGunzip(), () => {}) : stream;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw unreadable(path, error);
    throw new BellwetherError('unparsable', `${path}: the packed data is broken or cut short`, {
      cause: error,
    });
  } finally {
    stream.destroy();
  }
}
