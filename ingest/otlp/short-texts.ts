/** Texts longer than this are rarely said twice. */
const LONGEST = 40;
/** A power of two; the names and values of a few emitters fill a few hundred. */
const SLOTS = 4096;
const PRIME = 0x01000193;

/** Reads UTF-8 out of a buffer. */
export type ReadText = (bytes: Buffer, start: number, end: number) => string;

/** Of the length and four bytes: names differ in their ends, and whether it is the same is looked at. */
function slotOf(bytes: Buffer, start: number, length: number): number {
  let hash = length;
  const last = start + length - 1;
  hash = Math.imul(hash, PRIME) ^ (bytes[start] as number);
  hash = Math.imul(hash, PRIME) ^ (bytes[start + (length >> 1)] as number);
  hash = Math.imul(hash, PRIME) ^ (bytes[start + ((length * 3) >> 2)] as number);
  hash = Math.imul(hash, PRIME) ^ (bytes[last] as number);
  hash = Math.imul(hash, PRIME);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i += 1) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/**
 * Makes a reader that gives the same string again for a short text it has lately read. Attributes'
 * names and most of their values come thousands of times a request: a string made once has its hash,
 * and costs no memory the second time.
 */
export function createShortTexts(): ReadText {
  const slots: (string | undefined)[] = Array.from({ length: SLOTS });
  return (bytes, start, end) => {
    const length = end - start;
    if (length > LONGEST || length === 0) return bytes.toString('utf8', start, end);
    const slot = slotOf(bytes, start, length);
    const known = slots[slot];
    if (known !== undefined && isSame(known, bytes, start, length)) return known;
    const text = bytes.toString('utf8', start, end);
    // A character beyond ASCII is more bytes than one, which `isSame` does not compare.
    if (text.length === length) slots[slot] = text;
    return text;
  };
}
