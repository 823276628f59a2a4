const WORD_BYTES = 4;

/** A key in quotes with its colon, to be compared four bytes at a time. */
export interface KeyPattern {
  readonly length: number;
  /** The bytes in words, the last of which ends where the key does. */
  readonly words: Int32Array;
}

/** Where the word of an index lies in a pattern of a length. */
const placeOf = (index: number, length: number): number =>
  Math.min(index * WORD_BYTES, length - WORD_BYTES);

/** @param name at least one ASCII character */
export function createKeyPattern(name: string): KeyPattern {
  const bytes = Buffer.from(`"${name}":`, 'latin1');
  const words = Int32Array.from({ length: Math.ceil(bytes.length / WORD_BYTES) }, (_, index) =>
    bytes.readInt32LE(placeOf(index, bytes.length)),
  );
  return { length: bytes.length, words };
}

/** Whether bytes go on with a key, nothing between it and its colon. */
export function isKeyAt(view: DataView, at: number, { length, words }: KeyPattern): boolean {
  if (at + length > view.byteLength) return false;
  const last = words.length - 1;
  for (let index = 0; index < last; index += 1) {
    if (view.getInt32(at + index * WORD_BYTES, true) !== words[index]) return false;
  }
  return view.getInt32(at + length - WORD_BYTES, true) === words[last];
}
