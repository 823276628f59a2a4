import type { BucketCounts } from './bucket-counts.ts';
import type { LatencyBlock } from './hour-block.ts';

const FIRST_ROOM = 32;

/**
 * Latency histograms of consecutive hours, as many as are added. Counts take four bytes: up to 16.7
 * million runs in one bucket of one hour they are exact, beyond that to seven digits.
 */
export class LatencyHours {
  #starts = new Uint32Array(FIRST_ROOM);
  #buckets = new Int16Array(FIRST_ROOM);
  #counts = new Float32Array(FIRST_ROOM);
  #length = 0;
  #first = Infinity;
  #last = -Infinity;

  /** Number of hours. */
  get length(): number {
    return this.#length;
  }

  /** Lowest and highest bucket of any hour; first > last where there is none. */
  get range(): { readonly first: number; readonly last: number } {
    return { first: this.#first, last: this.#last };
  }

  /** Adds an hour's buckets, times a sign. */
  addTo(hour: number, sign: 1 | -1, into: BucketCounts): void {
    const end = this.#starts[hour + 1]!;
    for (let i = this.#starts[hour]!; i < end; i++) {
      into.add(this.#buckets[i]!, sign * this.#counts[i]!);
    }
  }

  /**
   * Adds hours; those between the last one and `start` are empty.
   * @param start index of the block's first hour, ≥ length
   * @param count how many hours of the block are added
   */
  add(start: number, { starts, buckets, counts }: LatencyBlock, count: number): void {
    const hours = start + count;
    let at = this.#starts[this.#length]!;
    this.#starts = roomFor(this.#starts, hours + 1);
    this.#starts.fill(at, this.#length, start + 1);
    this.#buckets = roomFor(this.#buckets, at + starts[count]!);
    this.#counts = roomFor(this.#counts, at + starts[count]!);
    for (let hour = 0; hour < count; hour++) {
      for (let i = starts[hour]!; i < starts[hour + 1]!; i++) {
        const bucket = buckets[i]!;
        if (bucket < this.#first) this.#first = bucket;
        if (bucket > this.#last) this.#last = bucket;
        this.#buckets[at] = bucket;
        this.#counts[at++] = counts[i]!;
      }
      this.#starts[start + hour + 1] = at;
    }
    this.#length = hours;
  }

  /** The first hours alone, to be grown in another way. */
  firstHours(length: number): LatencyHours {
    const copy = new LatencyHours();
    const end = this.#starts[length]!;
    const counts = Float64Array.from(this.#counts.subarray(0, end));
    copy.add(0, { starts: this.#starts, buckets: this.#buckets, counts }, length);
    return copy;
  }
}

/** The array itself, or a longer one that begins like it. */
function roomFor<T extends Uint32Array | Int16Array | Float32Array>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  const room = Math.max(needed, Math.ceil(array.length * 1.125) + FIRST_ROOM);
  const grown = new (array.constructor as new (length: number) => T)(room);
  grown.set(array);
  return grown;
}
