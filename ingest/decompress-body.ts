import zlib from 'node:zlib';
import { BellwetherError } from '../core/errors.ts';

/** How large a body may be: as it comes over the wire, and after decompression. */
export interface BodyLimits {
  readonly wireBytes: number;
  readonly bodyBytes: number;
}

type Callback = (error: Error | null, result: Buffer) => void;
type Decompress = (body: Uint8Array, options: { maxOutputLength: number }, done: Callback) => void;

/** What this runtime can decompress; zstd came to zlib after Node 20. */
function decompressors(): ReadonlyMap<string, Decompress> {
  const { zstdDecompress } = zlib as { zstdDecompress?: Decompress };
  return new Map<string, Decompress>([
    ['gzip', zlib.gunzip],
    ['x-gzip', zlib.gunzip],
    ...(zstdDecompress ? [['zstd', zstdDecompress] as const] : []),
  ]);
}

const DECOMPRESSORS = decompressors();

function tooLarge(limit: number, how: string): BellwetherError {
  return new BellwetherError('too_large', `a body may hold at most ${limit} bytes ${how}`);
}

function unknownEncoding(name: string): BellwetherError {
  const known = [...DECOMPRESSORS.keys()].filter((key) => key !== 'x-gzip').join(', ');
  return new BellwetherError(
    'unsupported_type',
    `content encoding ${JSON.stringify(name.slice(0, 40))} is not supported; this server takes ${known}`,
  );
}

function decompressed(
  body: Uint8Array,
  name: string,
  decompress: Decompress,
  maxOutputLength: number,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    decompress(body, { maxOutputLength }, (error, result) => {
      if (!error) resolve(result);
      else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        reject(tooLarge(maxOutputLength, 'after decompression'));
      else {
        const message = `the body is not valid ${name}: ${error.message}`;
        reject(new BellwetherError('unparsable', message, { cause: error }));
      }
    });
  });
}

/** Bodies decompressed at a time: each may grow to the limit before it can be looked at. */
const MAX_AT_ONCE = 4;

/** @param encoding value of `Content-Encoding`; empty is none */
export type ReadBody = (body: Uint8Array, encoding: string) => Promise<Uint8Array>;

/**
 * Reads bodies without their content encoding. Decompression stops at the limit, so a bomb costs no
 * more memory than an honest body, and only a few run at once.
 * @returns a function that throws BellwetherError `too_large`, `unsupported_type`, or `unparsable`
 *   where the data is broken
 */
export function createBodyReader(limits: BodyLimits): ReadBody {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (body, encoding) => {
    if (body.byteLength > limits.wireBytes) throw tooLarge(limits.wireBytes, 'as it is sent');
    const name = encoding.trim().toLowerCase();
    if (name === '' || name === 'identity') return body;
    const decompress = DECOMPRESSORS.get(name);
    if (!decompress) throw unknownEncoding(name);
    if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await decompressed(body, name, decompress, limits.bodyBytes);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
