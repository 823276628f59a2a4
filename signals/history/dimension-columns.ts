import { HOUR_MS } from '../../core/time.ts';
import type { DimensionRow, ReleaseDimension } from '../history-rows.ts';
import { countWhile } from './count-while.ts';

/** One release, model or prompt version. */
export interface DimensionValue {
  readonly dimension: ReleaseDimension;
  readonly value: string;
}

/** Rows by column, in any order; the three arrays are equally long. */
export interface DimensionBlock {
  readonly values: readonly DimensionValue[];
  /** Index of each row's value among those. */
  readonly ids: ArrayLike<number>;
  /** Start of each row's hour, hours since the epoch. */
  readonly hours: ArrayLike<number>;
  readonly runs: ArrayLike<number>;
}

/**
 * Rows as a block.
 * @param rows any order
 */
export function blockOfDimensions(rows: readonly DimensionRow[]): DimensionBlock {
  return {
    values: rows.map(({ dimension, value }) => ({ dimension, value })),
    ids: rows.map((_, row) => row),
    hours: rows.map(({ hourMs }) => Math.floor(hourMs / HOUR_MS)),
    runs: rows.map(({ runs }) => runs),
  };
}

/** What several columns of one workload share; only ever grows, and only by whoever sees all of it. */
interface Store {
  readonly values: DimensionValue[];
  readonly ids: Map<string, number>;
  /** Hours since the epoch, ascending. */
  hours: Int32Array;
  valueIds: Uint32Array;
  runs: Float64Array;
  length: number;
}

const FIRST_ROOM = 64;

/**
 * Runs by hour and release, model and prompt version, without an object a row: a year has thousands.
 * Never changes itself: what is added or cut off makes new columns, which share what they can.
 */
export class DimensionColumns {
  /** Number of rows. */
  readonly length: number;
  readonly #store: Store;

  private constructor(store: Store, length: number) {
    this.#store = store;
    this.length = length;
  }

  /** Columns of the rows of a block. */
  static of(block: DimensionBlock): DimensionColumns {
    const store: Store = {
      values: [],
      ids: new Map(),
      hours: new Int32Array(FIRST_ROOM),
      valueIds: new Uint32Array(FIRST_ROOM),
      runs: new Float64Array(FIRST_ROOM),
      length: 0,
    };
    return new DimensionColumns(store, 0).followedBy(block);
  }

  /** The rows of hours that begin before an instant. */
  before(atMs: number): DimensionColumns {
    const hours = this.#store.hours.subarray(0, this.length);
    const length = countWhile(hours, (hour) => hour * HOUR_MS < atMs);
    return length === this.length ? this : new DimensionColumns(this.#store, length);
  }

  /** These rows and then those of a block, whose hours come at or after the last of these. */
  followedBy({ values, ids, hours, runs }: DimensionBlock): DimensionColumns {
    if (hours.length === 0) return this;
    const store = this.#store.length === this.length ? this.#store : this.#copyStore();
    makeRoom(store, this.length + hours.length);
    const own = values.map((value) => idOf(store, value));
    for (const row of ascending(hours)) {
      store.hours[store.length] = hours[row]!;
      store.valueIds[store.length] = own[ids[row]!]!;
      store.runs[store.length++] = runs[row]!;
    }
    return new DimensionColumns(store, store.length);
  }

  /** Releases, models and prompt versions in the order in which they first came up; their place is their id. */
  get values(): readonly DimensionValue[] {
    return this.#store.values;
  }

  /** Hour of a row since the epoch; rows are ascending by it. */
  hourOf(row: number): number {
    return this.#store.hours[row]!;
  }

  /** Place of a row's value in {@link DimensionColumns.values}. */
  idOf(row: number): number {
    return this.#store.valueIds[row]!;
  }

  runsOf(row: number): number {
    return this.#store.runs[row]!;
  }

  #copyStore(): Store {
    const { values, ids, hours, valueIds, runs } = this.#store;
    return {
      values: [...values],
      ids: new Map(ids),
      hours: hours.slice(0, this.length),
      valueIds: valueIds.slice(0, this.length),
      runs: runs.slice(0, this.length),
      length: this.length,
    };
  }
}

/** Indices in the order of the hours they hold, equal ones as they come; sorted by counting. */
function ascending(hours: ArrayLike<number>): Uint32Array {
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < hours.length; row++) {
    first = Math.min(first, hours[row]!);
    last = Math.max(last, hours[row]!);
  }
  const next = new Uint32Array(last - first + 2);
  for (let row = 0; row < hours.length; row++) next[hours[row]! - first + 1]! += 1;
  for (let hour = 1; hour < next.length; hour++) next[hour]! += next[hour - 1]!;
  const order = new Uint32Array(hours.length);
  for (let row = 0; row < hours.length; row++) order[next[hours[row]! - first]!++] = row;
  return order;
}

function idOf({ ids, values }: Store, { dimension, value }: DimensionValue): number {
  const key = `${dimension} ${value}`;
  let id = ids.get(key);
  if (id === undefined) {
    id = values.push({ dimension, value }) - 1;
    ids.set(key, id);
  }
  return id;
}

function makeRoom(store: Store, needed: number): void {
  if (needed <= store.hours.length) return;
  const room = Math.max(needed, Math.ceil(store.hours.length * 1.125) + FIRST_ROOM);
  const hours = new Int32Array(room);
  const valueIds = new Uint32Array(room);
  const runs = new Float64Array(room);
  hours.set(store.hours);
  valueIds.set(store.valueIds);
  runs.set(store.runs);
  Object.assign(store, { hours, valueIds, runs });
}
