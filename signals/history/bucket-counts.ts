import { bucketValue } from '../../core/statistics/log-histogram.ts';

/** Buckets summed together, so that a rank is found without looking at every bucket: a power of two. */
const BLOCK = 32;
const BLOCK_BITS = 5;

/** Counts of a range of buckets that hours are added to and taken from. */
export class BucketCounts {
  readonly #first: number;
  readonly #counts: Float64Array;
  readonly #blocks: Float64Array;

  /**
   * @param first lowest bucket that will ever be counted
   * @param last the highest; below `first` where there is none
   */
  constructor(first: number, last: number) {
    const width = Math.max(0, last - first + 1);
    this.#first = first;
    this.#counts = new Float64Array(width);
    this.#blocks = new Float64Array(Math.ceil(width / BLOCK));
  }

  /** @param bucket in the range */
  add(bucket: number, count: number): void {
    const at = bucket - this.#first;
    this.#counts[at]! += count;
    this.#blocks[at >> BLOCK_BITS]! += count;
  }

  /** Forgets all counts. */
  clear(): void {
    this.#counts.fill(0);
    this.#blocks.fill(0);
  }

  /** Counts from a bucket upward. */
  from(bucket: number): number {
    const counts = this.#counts;
    const start = Math.max(0, bucket - this.#first);
    const firstBlock = Math.ceil(start / BLOCK);
    let sum = 0;
    for (let block = firstBlock; block < this.#blocks.length; block++) sum += this.#blocks[block]!;
    const end = Math.min(firstBlock * BLOCK, counts.length);
    for (let at = start; at < end; at++) sum += counts[at]!;
    return sum;
  }

  /** The value at a 1-based rank, in the unit of the buckets; null where there is no such rank. */
  atRank(rank: number): number | null {
    if (!(rank >= 1)) return null;
    const counts = this.#counts;
    let seen = 0;
    let block = 0;
    while (block < this.#blocks.length && seen + this.#blocks[block]! < rank) {
      seen += this.#blocks[block++]!;
    }
    for (let at = block * BLOCK; at < counts.length; at++) {
      seen += counts[at]!;
      if (seen >= rank) return bucketValue(this.#first + at);
    }
    return null;
  }

  /** Bucket index → count, ascending, empty buckets left out. */
  toMap(): Map<number, number> {
    const map = new Map<number, number>();
    for (let at = 0; at < this.#counts.length; at++) {
      if (this.#counts[at] !== 0) map.set(this.#first + at, this.#counts[at]!);
    }
    return map;
  }
}
