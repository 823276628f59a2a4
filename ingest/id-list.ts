/** Words of an entry: the two halves of an id's hash, and the second in which it was received. */
export const ENTRY_WORDS = 3;

const INITIAL_ENTRIES = 64;

/** A list of hashed ids that grows, 12 bytes each. */
export class IdList {
  private words = new Uint32Array(INITIAL_ENTRIES * ENTRY_WORDS);
  /** Words in use. */
  private used = 0;

  get length(): number {
    return this.used / ENTRY_WORDS;
  }

  private reserve(more: number): void {
    const needed = this.used + more;
    if (needed <= this.words.length) return;
    const grown = new Uint32Array(Math.max(needed, this.words.length * 2));
    grown.set(this.entries());
    this.words = grown;
  }

  push(low: number, high: number, second: number): void {
    this.reserve(ENTRY_WORDS);
    this.words[this.used] = low;
    this.words[this.used + 1] = high;
    this.words[this.used + 2] = second;
    this.used += ENTRY_WORDS;
  }

  append(more: IdList): void {
    this.reserve(more.used);
    this.words.set(more.entries(), this.used);
    this.used += more.used;
  }

  /** The entries, three words each; valid until the next change. */
  entries(): Uint32Array {
    return this.words.subarray(0, this.used);
  }

  clear(): void {
    this.used = 0;
  }
}
