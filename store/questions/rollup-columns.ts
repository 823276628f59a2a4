import type { HourRow } from '../../signals/history-rows.ts';
import { MEASURES, MEASURE_NAMES, MINUTE_MASKS, type MeasureName } from '../../signals/measures.ts';
import { columnOf, nativeBlocks, type NativeBlock, type NumberArray } from '../native-format.ts';
import { nextTurn } from '../take-turns.ts';

const NANO = 1_000_000_000;
const MASK_NAMES = Object.keys(MINUTE_MASKS);
/** Columns decoded at a time, when each has thousands of rows. */
const CELLS_A_TURN = 200_000;

const ALL_COLUMNS: ReadonlySet<string> = new Set([...MEASURE_NAMES, ...MASK_NAMES, 'latency']);

/** Columns that every question here has: place of the workload among those asked for, and seconds. */
const leading = (at: string): string =>
  `toUInt32(indexOf({workloads: Array(String)}, workload) - 1) AS place, toUInt32(${at}) AS second`;

const NO_HISTOGRAM = "CAST(map(), 'Map(Int16, Int64)')";

/** Columns by the names they are read back by, each by an expression of it. */
function answered(known: ReadonlySet<string>, of: (column: string, sum: string) => string): string {
  return [
    ...MASK_NAMES.map((name) => {
      const seen = known.has(name) ? of(name, 'groupBitOr') : 'toUInt64(0)';
      return `${seen} AS ${name}_seen`;
    }),
    ...MEASURE_NAMES.flatMap((name, i) => (known.has(name) ? [`${of(name, 'sum')} AS s${i}`] : [])),
    `${known.has('latency') ? of('latency', 'sumMap') : NO_HISTOGRAM} AS histogram`,
  ].join(', ');
}

/**
 * A roll-up's columns as they are stored, for few rows: a function around every one of them takes the
 * engine half as long again to plan. Rows of one workload and time may come in several parts, which
 * whoever reads them adds up: for whole hours that takes a third of what grouping there takes.
 * @param at the row's time, an expression
 * @param known the columns there are; those that are missing are 0
 */
export function storedColumns(at: string, known: ReadonlySet<string> = ALL_COLUMNS): string {
  return `${leading(`toUnixTimestamp(${at})`)}, ${answered(known, (column) => column)}`;
}

/**
 * The same as doubles, for many rows: the engine makes them on threads of its own, where who reads
 * them has one, which also takes telemetry.
 */
export function doubleColumns(at: string): string {
  return `${leading(`toUnixTimestamp(${at})`)}, ${answered(ALL_COLUMNS, asDoubles)}`;
}

function asDoubles(column: string): string {
  if (column === 'latency') return "CAST(latency, 'Map(Int16, Float64)')";
  const measure = MEASURE_NAMES.find((name) => name === column);
  if (measure === undefined) return column;
  // Money is added up as whole nano-dollars, in which doubles are exact up to nine million dollars.
  return MEASURES[measure].type === 'money'
    ? `toFloat64(toInt128(${column} * ${NANO}))`
    : `toFloat64(${column})`;
}

/**
 * A roll-up's columns added up, for many short rows; to be grouped by workload and `at`.
 * @param at the row's time in seconds, an expression of what is grouped by
 * @param wanted columns that are added up, the others are 0; planning each of them takes its time
 */
export function summedColumns(at: string, wanted: ReadonlySet<string> = ALL_COLUMNS): string {
  return `${leading(at)}, ${answered(wanted, (column, sum) => `${sum}(${column})`)}`;
}

/** Rows of a roll-up by column; several may be of one workload and time. */
export interface RollupRows {
  readonly length: number;
  /** Index of each row's workload among those asked for. */
  readonly place: NumberArray;
  /** Each row's time, epoch seconds. */
  readonly second: NumberArray;
  /** Minutes seen, two halves of 64 bits a row, low first. */
  readonly masks: { readonly run_minutes: NumberArray; readonly ok_minutes: NumberArray };
  /** Measures that any of the rows has, copied when they are first asked for; money in nano-dollars. */
  readonly measures: readonly {
    readonly name: MeasureName;
    readonly column: { readonly values: NumberArray };
  }[];
  /** End of each row's buckets. */
  readonly ends: Uint32Array;
  readonly buckets: NumberArray;
  readonly counts: NumberArray;
}

/** What a sum in a row is in the measure's own unit. */
export function inUnit(name: MeasureName, value: number): number {
  return MEASURES[name].type === 'money' ? value / NANO : value;
}

/** The rows of an answer, in the blocks it came in; lets others have their turn in between. */
export async function decodeRollup(bytes: Uint8Array): Promise<RollupRows[]> {
  const rows: RollupRows[] = [];
  let cells = 0;
  for (const block of nativeBlocks(bytes)) {
    if (block.rows === 0) continue;
    rows.push(rowsOf(block));
    cells += block.rows * block.columns.size;
    if (cells < CELLS_A_TURN) continue;
    cells = 0;
    await nextTurn();
  }
  return rows;
}

function rowsOf(block: NativeBlock): RollupRows {
  const numbers = (name: string): NumberArray => columnOf(block, name, 'numbers').values;
  const { ends, keys, values } = columnOf(block, 'histogram', 'maps');
  return {
    length: block.rows,
    place: numbers('place'),
    second: numbers('second'),
    masks: {
      run_minutes: numbers('run_minutes_seen'),
      ok_minutes: numbers('ok_minutes_seen'),
    },
    measures: MEASURE_NAMES.flatMap((name, i) => {
      if (!block.columns.has(`s${i}`)) return [];
      const column = columnOf(block, `s${i}`, 'numbers');
      return column.isZero ? [] : [{ name, column }];
    }),
    ends,
    buckets: keys,
    counts: values,
  };
}

/** Minutes seen in a row's mask. */
export function bitsIn(masks: NumberArray, row: number): number {
  return bitCount(masks[2 * row]!) + bitCount(masks[2 * row + 1]!);
}

/** Source: Warren, Hacker's Delight, 5-1. */
function bitCount(half: number): number {
  let bits = half - ((half >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Each row on its own, as if it were an hour: for steps shorter than one, and for a begun hour. */
export function rowsAsHours(rows: readonly RollupRows[]): { place: number; row: HourRow }[] {
  return rows.flatMap((block) =>
    Array.from({ length: block.length }, (_, row) => ({
      place: block.place[row]!,
      row: hourRowOf(block, row),
    })),
  );
}

function hourRowOf(block: RollupRows, row: number): HourRow {
  const sums: Partial<Record<MeasureName, number>> = {};
  for (const { name, column } of block.measures) {
    const value = column.values[row]!;
    if (value !== 0) sums[name] = inUnit(name, value);
  }
  const latency = new Map<number, number>();
  for (let i = block.ends[row - 1] ?? 0; i < block.ends[row]!; i++) {
    if (block.counts[i] !== 0) latency.set(block.buckets[i]!, block.counts[i]!);
  }
  return {
    hourMs: block.second[row]! * 1000,
    sums,
    runMinutes: bitsIn(block.masks.run_minutes, row),
    okMinutes: bitsIn(block.masks.ok_minutes, row),
    latency,
  };
}
