/** Bytes of the key. */
export const HASH_KEY_BYTES = 8;

/** A keyed 64-bit hash over a sequence of texts, in two unsigned 32-bit halves. */
export interface KeyedHash {
  /** Starts over. */
  start(): void;
  /** Takes a text in; where one ends counts too, so `a, bc` differs from `ab, c`. */
  add(text: string): void;
  /** The same for a text that stands as ASCII in bytes. */
  addAscii(bytes: Uint8Array, start: number, end: number): void;
  /** Leaves the hash of what was added in `low` and `high`. */
  finish(): void;
  low: number;
  high: number;
}

const FINISHING_ROUNDS = 3;

/**
 * The rounds of HalfSipHash-1-3 with 64 bits of output (Aumasson and Bernstein's SipHash for 32-bit
 * words), two UTF-16 units a word: keyed, so that nobody can make up an id that hides another's.
 * @param key at least 8 secret bytes
 * @see https://github.com/veorq/SipHash
 */
export function createKeyedHash(key: Uint8Array): KeyedHash {
  if (key.length < HASH_KEY_BYTES) throw new RangeError(`expected ${HASH_KEY_BYTES} bytes of key`);
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const k0 = view.getInt32(0, true);
  const k1 = view.getInt32(4, true);
  const state = new Int32Array(4);

  /** Mixes words in, a round each; all in local variables, which is what makes it fast. */
  function mix(text: string, wordCount: number, lastWord: number): number {
    let v0 = state[0] as number;
    let v1 = state[1] as number;
    let v2 = state[2] as number;
    let v3 = state[3] as number;
    const pairs = text.length >> 1;
    for (let i = 0; i < wordCount; i += 1) {
      let m = 0;
      if (i < pairs) m = text.charCodeAt(2 * i) | (text.charCodeAt(2 * i + 1) << 16);
      else if (i === wordCount - 1) m = lastWord;
      else if (text.length & 1) m = text.charCodeAt(text.length - 1);
      v3 ^= m;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= m;
    }
    state[0] = v0;
    state[1] = v1;
    state[2] = v2;
    state[3] = v3;
    return (v1 ^ v3) >>> 0;
  }

  /** The same as `mix` of a whole text, read out of bytes. */
  function mixAscii(bytes: Uint8Array, start: number, end: number): void {
    let v0 = state[0] as number;
    let v1 = state[1] as number;
    let v2 = state[2] as number;
    let v3 = state[3] as number;
    const length = end - start;
    const wordCount = ((length + 1) >> 1) + 1;
    for (let i = 0; i < wordCount; i += 1) {
      const at = start + 2 * i;
      let m = length;
      if (at + 1 < end) m = (bytes[at] as number) | ((bytes[at + 1] as number) << 16);
      else if (at < end) m = bytes[at] as number;
      v3 ^= m;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= m;
    }
    state[0] = v0;
    state[1] = v1;
    state[2] = v2;
    state[3] = v3;
  }

  return {
    low: 0,
    high: 0,
    start() {
      state[0] = k0;
      state[1] = k1 ^ 0xee;
      state[2] = k0 ^ 0x6c796765;
      state[3] = k1 ^ 0x74656462;
    },
    add(text) {
      mix(text, ((text.length + 1) >> 1) + 1, text.length);
    },
    addAscii: mixAscii,
    finish() {
      state[2] = (state[2] as number) ^ 0xee;
      this.low = mix('', FINISHING_ROUNDS, 0);
      state[1] = (state[1] as number) ^ 0xdd;
      this.high = mix('', FINISHING_ROUNDS, 0);
    },
  };
}
