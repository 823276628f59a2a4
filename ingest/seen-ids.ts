import { ENTRY_WORDS } from './id-list.ts';
import { forEachShardRun } from './sort-by-shard.ts';
import { createKeyedHash } from './keyed-hash.ts';

/** Which (workload, id) pairs have been taken within the dedupe window. */
export interface SeenIds {
  /**
   * Takes a pair, unless it is taken; leaves its hash in `low` and `high`.
   * @param atMs when it was received, epoch milliseconds
   * @returns true where it was free
   */
  claim(workload: string, id: string, atMs: number): boolean;
  /** The same for an id that stands as ASCII in bytes. */
  claimAscii(
    workload: string,
    bytes: Uint8Array,
    start: number,
    end: number,
    atMs: number,
  ): boolean;
  /**
   * Takes a pair for longer, whoever has it; leaves its hash in `low` and `high`.
   * @param atMs when it was received once more, epoch milliseconds
   * @returns false where it was taken so lately that nothing needs to be written down
   */
  renew(workload: string, id: string, atMs: number): boolean;
  /** Whether a pair is taken at an instant. */
  holds(workload: string, id: string, atMs: number): boolean;
  /** Hash of the pair of the last call that took one. */
  readonly low: number;
  readonly high: number;
  /** Makes room for so many pairs at once, which is quicker than growing; only before the first. */
  reserve(count: number): void;
  /** Takes pairs known by their hashes alone, three words each; of several equal ones the latest counts. */
  putAll(words: Uint32Array, nowMs: number): void;
  /** Frees a pair whose event was not kept after all. */
  free(low: number, high: number): void;
  /** Hash of a fixed text: tells whether hashes written down were made with the same key. */
  readonly keyMark: readonly [number, number];
  /** Pairs held, expired ones that still take room included. */
  readonly size: number;
  readonly bytes: number;
}

/** Each shard is resized alone, so that a resize never holds up more than a few thousand entries. A power of two. */
const SHARDS = 1024;
const INITIAL_SLOTS = 8;
const MAX_LOAD = 0.8;
const GROWTH = 1.25;
/** Small shards grow to twice their size: a young table is filled quickly, and little is wasted. */
const YOUNG_GROWTH = 2;
const YOUNG_ENTRIES = 2000;
/** Shards fill unevenly: room beside the average. */
const SPARE = 1.15;
/** A pair is written down anew only after so long, as each time takes room on disk. */
const RENEWAL_SECONDS = 600;
/** Seconds of receipt that mean something else. */
const FREE = 0;
const FORGOTTEN = 1;
const TWO_32 = 4_294_967_296;

interface Shard {
  slots: Uint32Array;
  capacity: number;
  used: number;
}

const emptyShard = (capacity: number): Shard => ({
  slots: new Uint32Array(capacity * ENTRY_WORDS),
  capacity,
  used: 0,
});

/** Word index of a hash's entry, or of the free slot where it would go. */
function find({ slots, capacity }: Shard, low: number, high: number): number {
  let slot = Math.floor((low / TWO_32) * capacity);
  for (;;) {
    const at = slot * ENTRY_WORDS;
    if (slots[at + 2] === FREE || (slots[at] === low && slots[at + 1] === high)) return at;
    slot = slot + 1 === capacity ? 0 : slot + 1;
  }
}

function write(shard: Shard, at: number, low: number, high: number, second: number): void {
  shard.slots[at] = low;
  shard.slots[at + 1] = high;
  shard.slots[at + 2] = second;
}

/** Slots for so many entries, and for more to come. */
function capacityFor(live: number): number {
  const growth = live < YOUNG_ENTRIES ? YOUNG_GROWTH : GROWTH;
  return Math.max(INITIAL_SLOTS, Math.ceil((live * growth) / MAX_LOAD));
}

/** Moves what still counts into slots enough for it to grow. */
function rebuild(shard: Shard, expiredSecond: number): void {
  const { slots } = shard;
  const counts = (second: number): boolean => second > expiredSecond;
  let live = 0;
  for (let at = 0; at < slots.length; at += ENTRY_WORDS) {
    if (counts(slots[at + 2] as number)) live += 1;
  }
  Object.assign(shard, emptyShard(capacityFor(live)));
  for (let at = 0; at < slots.length; at += ENTRY_WORDS) {
    const second = slots[at + 2] as number;
    if (!counts(second)) continue;
    const [low, high] = [slots[at] as number, slots[at + 1] as number];
    write(shard, find(shard, low, high), low, high, second);
    shard.used += 1;
  }
}

/**
 * Puts entries into a shard that has room for all of them.
 * @returns false, with nothing done, where it has not
 */
function fillEmptier(
  shard: Shard,
  words: Uint32Array,
  from: number,
  to: number,
  expiredSecond: number,
  count: number,
): boolean {
  const { slots, capacity } = shard;
  if (shard.used + count > capacity * MAX_LOAD) return false;
  const scale = capacity / TWO_32;
  let added = 0;
  for (let at = from; at < to; at += ENTRY_WORDS) {
    const low = words[at] as number;
    const high = words[at + 1] as number;
    const second = words[at + 2] as number;
    if (second <= expiredSecond) continue;
    let slot = Math.floor(low * scale) * ENTRY_WORDS;
    while (slots[slot + 2] !== FREE && (slots[slot] !== low || slots[slot + 1] !== high)) {
      slot += ENTRY_WORDS;
      if (slot === slots.length) slot = 0;
    }
    if (slots[slot + 2] === FREE) added += 1;
    else if ((slots[slot + 2] as number) >= second) continue;
    slots[slot] = low;
    slots[slot + 1] = high;
    slots[slot + 2] = second;
  }
  shard.used += added;
  return true;
}

/**
 * Entries stand in typed arrays: 15 to 19 bytes an id once there are many, where a Set of strings takes ten times that.
 * Two of n ids are taken for one with probability n²/2⁶⁵.
 * @param windowMs how long a pair stays taken, counted from receipt
 * @param key secret, see `createKeyedHash`
 */
export function createSeenIds(windowMs: number, key: Uint8Array): SeenIds {
  const windowSeconds = Math.ceil(windowMs / 1000);
  const hash = createKeyedHash(key);
  const shards = Array.from({ length: SHARDS }, () => emptyShard(INITIAL_SLOTS));

  function hashPair(workload: string, id: string): void {
    hash.start();
    hash.add(workload);
    hash.add(id);
    hash.finish();
  }
  hashPair('bellwether', 'key mark');
  const keyMark = [hash.low, hash.high] as const;

  const expiredAt = (nowSecond: number): number => Math.max(FORGOTTEN, nowSecond - windowSeconds);

  /**
   * @param renewAfter how many seconds later a pair that is taken counts as received anew
   * @returns whether its second was written
   */
  function take(
    low: number,
    high: number,
    second: number,
    nowSecond: number,
    renewAfter: number,
  ): boolean {
    const expiredSecond = expiredAt(nowSecond);
    const shard = shards[high % SHARDS] as Shard;
    let at = find(shard, low, high);
    const found = shard.slots[at + 2] as number;
    if (found > expiredSecond && second - found < renewAfter) return false;
    if (found === FREE) {
      if (shard.used + 1 > shard.capacity * MAX_LOAD) {
        rebuild(shard, expiredSecond);
        at = find(shard, low, high);
      }
      shard.used += 1;
    }
    write(shard, at, low, high, second);
    return true;
  }

  const secondOf = (atMs: number): number => Math.max(Math.floor(atMs / 1000), FORGOTTEN + 1);
  return {
    claim(workload, id, atMs) {
      hashPair(workload, id);
      const second = secondOf(atMs);
      return take(hash.low, hash.high, second, second, Infinity);
    },
    renew(workload, id, atMs) {
      hashPair(workload, id);
      const second = secondOf(atMs);
      return take(hash.low, hash.high, second, second, RENEWAL_SECONDS);
    },
    holds(workload, id, atMs) {
      hashPair(workload, id);
      const shard = shards[hash.high % SHARDS] as Shard;
      const found = shard.slots[find(shard, hash.low, hash.high) + 2] as number;
      return found > expiredAt(secondOf(atMs));
    },
    claimAscii(workload, bytes, start, end, atMs) {
      hash.start();
      hash.add(workload);
      hash.addAscii(bytes, start, end);
      hash.finish();
      const second = secondOf(atMs);
      return take(hash.low, hash.high, second, second, Infinity);
    },
    get low() {
      return hash.low;
    },
    get high() {
      return hash.high;
    },
    reserve(count) {
      const capacity = Math.ceil((count / SHARDS / MAX_LOAD) * SPARE);
      if (capacity <= INITIAL_SLOTS || shards.some(({ used }) => used > 0)) return;
      shards.forEach((shard) => Object.assign(shard, emptyShard(capacity)));
    },
    putAll(words, nowMs) {
      const nowSecond = secondOf(nowMs);
      forEachShardRun(words, SHARDS, (shard, sorted, from, to) => {
        const count = (to - from) / ENTRY_WORDS;
        if (fillEmptier(shards[shard] as Shard, sorted, from, to, expiredAt(nowSecond), count))
          return;
        for (let at = from; at < to; at += ENTRY_WORDS) {
          const [low, high, second] = [sorted[at], sorted[at + 1], sorted[at + 2]] as const;
          take(low as number, high as number, second as number, nowSecond, 1);
        }
      });
    },
    free(low, high) {
      const shard = shards[high % SHARDS] as Shard;
      const at = find(shard, low, high);
      if (shard.slots[at + 2] !== FREE) shard.slots[at + 2] = FORGOTTEN;
    },
    keyMark,
    get size() {
      return shards.reduce((sum, { used }) => sum + used, 0);
    },
    get bytes() {
      return shards.reduce((sum, { slots }) => sum + slots.byteLength, 0);
    },
  };
}
