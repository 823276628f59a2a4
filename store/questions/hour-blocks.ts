import { HOUR_MS } from '../../core/time.ts';
import type { HourRow } from '../../signals/history-rows.ts';
import type { HourBlock, LatencyBlock, SeriesName } from '../../signals/history/hour-block.ts';
import { MEASURES, type MeasureName } from '../../signals/measures.ts';
import { nextTurn } from '../take-turns.ts';
import { bitsIn, inUnit, type RollupRows } from './rollup-columns.ts';

const HOUR_SECONDS = HOUR_MS / 1000;
/** Numbers added up at a time: about a millisecond. */
const NUMBERS_A_TURN = 400_000;

/** The hours of one workload while its rows are added up. */
interface Span {
  readonly firstSecond: number;
  readonly length: number;
  readonly sums: Map<MeasureName, Float64Array>;
  /** Two halves of 64 bits an hour. */
  readonly minutes: { readonly run_minutes: Uint32Array; readonly ok_minutes: Uint32Array };
  readonly latency: LatencyRoom;
}

/** A workload's buckets, hour after hour, and where the next of each hour goes. */
interface LatencyRoom {
  readonly starts: Uint32Array;
  readonly next: Uint32Array;
  buckets: Int16Array;
  counts: Float64Array;
}

/** Rows of one workload that follow each other hour by hour: most rows of an answer come in such runs. */
interface Run {
  readonly span: Span;
  readonly fromRow: number;
  readonly toRow: number;
  /** Hour of the first row. */
  readonly hour: number;
}

/**
 * Rows of whole hours as one block a workload; what several rows say of one hour is added up.
 * @param places number of workloads asked for
 * @returns by place; null for a workload without rows
 */
export async function blocksOf(
  rows: readonly RollupRows[],
  places: number,
): Promise<(HourBlock | null)[]> {
  let worked = 0;
  const pause = async (numbers: number): Promise<void> => {
    worked += numbers;
    if (worked < NUMBERS_A_TURN) return;
    worked = 0;
    await nextTurn();
  };
  const spans = spansOf(rows, places);
  const blocks = rows.map((block) => ({ block, runs: runsOf(block, spans) }));
  for (const { block, runs } of blocks) {
    for (const { name, column } of block.measures) {
      for (const run of runs) addMeasure(run, name, column.values);
      await pause(block.length);
    }
    for (const run of runs) addMinutes(run, block);
    for (const run of runs) countBuckets(run, block);
    await pause(block.length);
  }
  for (const span of spans) if (span !== null) makeRoom(span);
  for (const { block, runs } of blocks) {
    for (const run of runs) addLatency(run, block);
    await pause(block.counts.length);
  }
  return spans.map((span) => span && blockOf(span));
}

function spansOf(rows: readonly RollupRows[], places: number): (Span | null)[] {
  const first = new Float64Array(places).fill(Infinity);
  const last = new Float64Array(places).fill(-Infinity);
  for (const { length, place, second } of rows) {
    for (let row = 0; row < length; row++) {
      const at = place[row]!;
      if (second[row]! < first[at]!) first[at] = second[row]!;
      if (second[row]! > last[at]!) last[at] = second[row]!;
    }
  }
  return Array.from(first, (firstSecond, at): Span | null => {
    if (firstSecond > last[at]!) return null;
    const length = Math.floor((last[at]! - firstSecond) / HOUR_SECONDS) + 1;
    const masks = () => new Uint32Array(2 * length);
    return {
      firstSecond,
      length,
      sums: new Map(),
      minutes: { run_minutes: masks(), ok_minutes: masks() },
      latency: {
        starts: new Uint32Array(length + 1),
        next: new Uint32Array(length),
        buckets: new Int16Array(0),
        counts: new Float64Array(0),
      },
    };
  });
}

function runsOf(
  { length, place, second }: RollupRows,
  spans: readonly (Span | null)[],
): readonly Run[] {
  const runs: Run[] = [];
  for (let fromRow = 0, toRow = 0; fromRow < length; fromRow = toRow) {
    const span = spans[place[fromRow]!]!;
    toRow = fromRow + 1;
    while (
      toRow < length &&
      place[toRow] === place[fromRow] &&
      second[toRow] === second[toRow - 1]! + HOUR_SECONDS
    ) {
      toRow++;
    }
    const hour = Math.floor((second[fromRow]! - span.firstSecond) / HOUR_SECONDS);
    runs.push({ span, fromRow, toRow, hour });
  }
  return runs;
}

function addMeasure(
  { span, fromRow, toRow, hour }: Run,
  name: MeasureName,
  values: ArrayLike<number>,
): void {
  let row = fromRow;
  while (row < toRow && values[row] === 0) row++;
  if (row === toRow) return;
  let column = span.sums.get(name);
  if (column === undefined) span.sums.set(name, (column = new Float64Array(span.length)));
  const shift = hour - fromRow;
  for (; row < toRow; row++) column[shift + row]! += values[row]!;
}

/** A minute counts once, however many rows of its hour saw it. */
function addMinutes({ span, fromRow, toRow, hour }: Run, { masks }: RollupRows): void {
  for (const name of ['run_minutes', 'ok_minutes'] as const) {
    const seen = span.minutes[name];
    const shift = 2 * (hour - fromRow);
    for (let half = 2 * fromRow; half < 2 * toRow; half++) {
      seen[shift + half]! |= masks[name][half]!;
    }
  }
}

function countBuckets({ span, fromRow, toRow, hour }: Run, { ends }: RollupRows): void {
  let before = fromRow === 0 ? 0 : ends[fromRow - 1]!;
  for (let row = fromRow; row < toRow; row++) {
    span.latency.starts[hour + row - fromRow + 1]! += ends[row]! - before;
    before = ends[row]!;
  }
}

function makeRoom({ latency, length }: Span): void {
  const { starts, next } = latency;
  for (let hour = 0; hour < length; hour++) {
    starts[hour + 1]! += starts[hour]!;
    next[hour] = starts[hour]!;
  }
  latency.buckets = new Int16Array(starts[length]!);
  latency.counts = new Float64Array(starts[length]!);
}

function addLatency(
  { span, fromRow, toRow, hour }: Run,
  { ends, buckets, counts }: RollupRows,
): void {
  const room = span.latency;
  let from = fromRow === 0 ? 0 : ends[fromRow - 1]!;
  for (let row = fromRow; row < toRow; row++) {
    let to = room.next[hour + row - fromRow]!;
    for (; from < ends[row]!; from++) {
      room.buckets[to] = buckets[from]!;
      room.counts[to++] = counts[from]!;
    }
    room.next[hour + row - fromRow] = to;
  }
}

function blockOf({ firstSecond, length, sums, minutes, latency }: Span): HourBlock {
  const values = new Map<SeriesName, Float64Array>();
  for (const [name, column] of sums) {
    const isMoney = MEASURES[name].type === 'money';
    values.set(name, isMoney ? column.map((value) => inUnit(name, value)) : column);
  }
  const seen = (masks: Uint32Array): Float64Array => {
    const counts = new Float64Array(length);
    for (let hour = 0; hour < length; hour++) counts[hour] = bitsIn(masks, hour);
    return counts;
  };
  values.set('runMinutes', seen(minutes.run_minutes));
  values.set('okMinutes', seen(minutes.ok_minutes));
  const { starts, buckets, counts } = latency;
  const latencyBlock: LatencyBlock = { starts, buckets, counts };
  return { firstMs: firstSecond * 1000, length, values, latency: latencyBlock };
}

/** The hours of a block that begin before an instant; null if there is none. */
export function blockBefore(block: HourBlock, atMs: number): HourBlock | null {
  const { firstMs, values, latency } = block;
  const length = Math.min(block.length, Math.ceil((atMs - firstMs) / HOUR_MS));
  return length > 0 ? { firstMs, length, values, latency } : null;
}

/** The row of one hour of a block; null where it holds no such hour. */
export function rowOfBlock(
  { firstMs, length, values, latency }: HourBlock,
  hourMs: number,
): HourRow | null {
  const hour = (hourMs - firstMs) / HOUR_MS;
  if (hour < 0 || hour >= length) return null;
  const sums: Partial<Record<MeasureName, number>> = {};
  for (const [name, column] of values) {
    if (name !== 'runMinutes' && name !== 'okMinutes') sums[name] = column[hour]!;
  }
  const histogram = new Map<number, number>();
  for (let i = latency.starts[hour]!; i < latency.starts[hour + 1]!; i++) {
    const bucket = latency.buckets[i]!;
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + latency.counts[i]!);
  }
  return {
    hourMs,
    sums,
    runMinutes: values.get('runMinutes')?.[hour] ?? 0,
    okMinutes: values.get('okMinutes')?.[hour] ?? 0,
    latency: histogram,
  };
}
