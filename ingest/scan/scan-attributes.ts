import type { JsonScan } from './json-scan.ts';

const OPEN = 123;
const CLOSE = 125;
const QUOTE = 34;
const COLON = 58;
const COMMA = 44;
const UNDERSCORE = 95;
const ZERO = 48;
const NINE = 57;
const TRUE = Buffer.from('true', 'latin1');
const FALSE = Buffer.from('false', 'latin1');

/** The contract's limits, and a number of keys that is still compared pair by pair. */
const MAX_KEYS = 16;
const MAX_KEY = 256;
const MAX_TEXT = 8192;

const starts = new Int32Array(MAX_KEYS);
const ends = new Int32Array(MAX_KEYS);

/** Whether the key read last stands among those before it. */
function isRepeated(bytes: Uint8Array, count: number): boolean {
  const start = starts[count] as number;
  const length = (ends[count] as number) - start;
  for (let i = 0; i < count; i += 1) {
    const other = starts[i] as number;
    if ((ends[i] as number) - other !== length) continue;
    let j = 0;
    while (j < length && bytes[other + j] === bytes[start + j]) j += 1;
    if (j === length) return true;
  }
  return false;
}

/** A key that an object keeps in its place: none that looks like an index, nor `__proto__`. */
function readKey(scan: JsonScan, count: number): boolean {
  const start = scan.at + 1;
  if (!scan.text()) return false;
  const end = scan.at - 1;
  const first = scan.bytes[start] as number;
  if (end - start > MAX_KEY || (first >= ZERO && first <= NINE) || first === UNDERSCORE)
    return false;
  starts[count] = start;
  ends[count] = end;
  return !isRepeated(scan.bytes, count);
}

function readValue(scan: JsonScan): boolean {
  const first = scan.bytes[scan.at];
  if (first === QUOTE) {
    const start = scan.at + 1;
    return scan.text() && scan.at - 1 - start <= MAX_TEXT;
  }
  if (first === TRUE[0]) return scan.word(TRUE);
  if (first === FALSE[0]) return scan.word(FALSE);
  return scan.readNumber() && scan.isCanonical;
}

/**
 * Steps over attributes that stand exactly as `JSON.stringify` writes them, so that the bytes can be
 * kept as they are.
 * @returns false where they do not, or are more or larger than is looked at here
 */
export function scanAttributes(scan: JsonScan): boolean {
  if (!scan.take(OPEN)) return false;
  if (scan.take(CLOSE)) return true;
  for (let count = 0; count < MAX_KEYS; count += 1) {
    if (!readKey(scan, count) || !scan.take(COLON) || !readValue(scan)) return false;
    if (scan.take(CLOSE)) return true;
    if (!scan.take(COMMA)) return false;
  }
  return false;
}
