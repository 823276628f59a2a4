import type { TextLine } from './ndjson-record.ts';

const NEWLINE = 10;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const isBlank = (bytes: Buffer): boolean =>
  bytes.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));

/** Gathers the pieces of a line, but no more of it than an event may have. */
function createLinePieces(maxBytes: number) {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    add(piece: Buffer): void {
      length += piece.length;
      if (length > maxBytes) pieces = [];
      else pieces.push(piece);
    },
    take(number: number): TextLine {
      const bytes = length > maxBytes ? null : Buffer.concat(pieces);
      pieces = [];
      length = 0;
      const hasMark = number === 1 && bytes?.subarray(0, 3).equals(BYTE_ORDER_MARK);
      return { number, bytes: hasMark ? (bytes?.subarray(3) ?? null) : bytes };
    },
  };
}

/**
 * The lines of a stream that hold something, a line at a time in memory.
 * @param maxBytes longer lines come as null
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<TextLine> {
  const pieces = createLinePieces(maxBytes);
  let number = 1;
  const end = (): TextLine | null => {
    const line = pieces.take(number);
    number += 1;
    return line.bytes && isBlank(line.bytes) ? null : line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
      pieces.add(chunk.subarray(start, at));
      const line = end();
      if (line) yield line;
      start = at + 1;
    }
    pieces.add(chunk.subarray(start));
  }
  const last = end();
  if (last) yield last;
}
