const SLOTS = 1024;
/** Longer ones are seldom names. */
const MAX_LENGTH = 64;
const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

/** Whether a text is what stands in bytes. */
function isAt(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) !== bytes[start + i]) return false;
  }
  return true;
}

/**
 * Makes strings of names that come again and again: of workloads, models, outcomes. The one made
 * last for its place in a small table is given again, which spares an object and, where it is looked
 * up, hashing it.
 */
export class AsciiTexts {
  private readonly kept: string[] = Array.from({ length: SLOTS }, () => '');

  /** The text that stands as ASCII between two places. */
  read(bytes: Buffer, start: number, end: number): string {
    if (end - start > MAX_LENGTH) return bytes.toString('latin1', start, end);
    let hash = HASH_START;
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash ^ (bytes[at] as number), HASH_FACTOR);
    }
    // The lowest bits alone of this hash are weak.
    const slot = ((hash >>> 16) ^ hash) & (SLOTS - 1);
    const kept = this.kept[slot] as string;
    if (kept.length === end - start && isAt(kept, bytes, start)) return kept;
    const text = bytes.toString('latin1', start, end);
    this.kept[slot] = text;
    return text;
  }
}
