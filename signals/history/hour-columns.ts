import { HOUR_MS } from '../../core/time.ts';
import type { HourBlock, SeriesName } from './hour-block.ts';
import { LatencyHours } from './latency-hours.ts';
import { RunningSums } from './running-sums.ts';
import { SlidingLatency } from './sliding-latency.ts';

/** What several columns of one workload share; only ever grows, and only by whoever sees all of it. */
interface Store {
  readonly sums: Map<SeriesName, RunningSums>;
  readonly latency: LatencyHours;
  readonly sliding: SlidingLatency;
  length: number;
}

function storeOf(sums: Map<SeriesName, RunningSums>, latency: LatencyHours): Store {
  return { sums, latency, sliding: new SlidingLatency(latency), length: latency.length };
}

/**
 * Whole hours of one workload, summed up as they are added. Never changes itself: what is added or cut
 * off makes new columns, which share everything with the old where they only add to its end.
 */
export class HourColumns {
  /** Start of hour 0, epoch milliseconds. */
  readonly firstMs: number;
  /** Number of hours, at least 1. */
  readonly length: number;
  readonly #store: Store;

  private constructor(store: Store, firstMs: number, length: number) {
    this.#store = store;
    this.firstMs = firstMs;
    this.length = length;
  }

  /** Columns of the hours of a block. */
  static of(block: HourBlock): HourColumns {
    const store = storeOf(new Map(), new LatencyHours());
    return new HourColumns(store, block.firstMs, 0).followedBy(block);
  }

  /** End of the last hour, epoch milliseconds. */
  get endMs(): number {
    return this.firstMs + this.length * HOUR_MS;
  }

  /** Running sums by hour; longer than these columns where others have added hours. Null if 0 throughout. */
  sums(name: SeriesName): RunningSums | null {
    return this.#store.sums.get(name) ?? null;
  }

  /** Latency by hour; longer than these columns where others have added hours. */
  get latency(): SlidingLatency {
    return this.#store.sliding;
  }

  /** The hours that begin before an instant; null if there is none. */
  before(atMs: number): HourColumns | null {
    const length = Math.min(this.length, Math.ceil((atMs - this.firstMs) / HOUR_MS));
    if (length <= 0) return null;
    return length === this.length ? this : new HourColumns(this.#store, this.firstMs, length);
  }

  /**
   * These hours and then those of a block; hours between them are 0.
   * @param block begins at or after the end of these; throws a RangeError otherwise
   */
  followedBy(block: HourBlock): HourColumns {
    const start = Math.round((block.firstMs - this.firstMs) / HOUR_MS);
    if (start < this.length) throw new RangeError('hours are added in order');
    const store = this.#store.length === this.length ? this.#store : this.#copyStore();
    const length = start + block.length;
    for (const name of block.values.keys()) {
      if (!store.sums.has(name)) store.sums.set(name, new RunningSums(length));
    }
    for (const [name, sums] of store.sums) {
      const values = block.values.get(name);
      sums.pushZeros(values === undefined ? length : start);
      if (values !== undefined) sums.push(values, block.length);
    }
    store.latency.add(start, block.latency, block.length);
    store.length = length;
    return new HourColumns(store, this.firstMs, length);
  }

  #copyStore(): Store {
    const { length } = this;
    const sums = new Map<SeriesName, RunningSums>();
    for (const [name, all] of this.#store.sums) sums.set(name, all.firstValues(length));
    return storeOf(sums, this.#store.latency.firstHours(length));
  }
}
