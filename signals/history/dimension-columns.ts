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
  /** The row in which each value first came up. */
  readonly firstRows: number[];
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
      firstRows: [],
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
    const own: (number | undefined)[] = [];
    for (const row of ascending(hours)) {
      const id = (own[ids[row]!] ??= idOf(store, values[ids[row]!]!));
      store.hours[store.length] = hours[row]!;
      store.valueIds[store.length] = id;
      store.runs[store.length++] = runs[row]!;
    }
    return new DimensionColumns(store, store.length);
  }

  /** Releases, models and prompt versions in the order in which they first came up; their place is their id. */
  get values(): readonly DimensionValue[] {
    return this.#store.values;
  }

  /** By place: the row in which a value first came up; beyond the last row where others added it. */
  get firstRows(): readonly number[] {
    return this.#store.firstRows;
  }

  /**
   * The rows by column, ascending by hour; those after the first `length` are others' and must not be
   * looked at.
   */
  get rows(): Pick<Store, 'hours' | 'valueIds' | 'runs'> {
    return this.#store;
  }

  #copyStore(): Store {
    const { values, firstRows, ids, hours, valueIds, runs } = this.#store;
    // A value that came up beyond the last row comes up anew, elsewhere.
    const known = countWhile(firstRows, (row) => row < this.length);
    return {
      values: values.slice(0, known),
      firstRows: firstRows.slice(0, known),
      ids: new Map([...ids].slice(0, known)),
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

/** Place of a value, which the next row brings if it is new. */
function idOf(store: Store, { dimension, value }: DimensionValue): number {
  const { ids, values, firstRows, length } = store;
  const key = `${dimension} ${value}`;
  let id = ids.get(key);
  if (id === undefined) {
    id = values.push({ dimension, value }) - 1;
    firstRows.push(length);
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
