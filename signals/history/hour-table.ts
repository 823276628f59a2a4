import type { HistoryRows, HourRow } from '../history-rows.ts';
import { blockOfRows, type SeriesName } from './hour-block.ts';
import { HourColumns } from './hour-columns.ts';
import type { HourGrid } from './hour-grid.ts';
import { endOfHour } from './hour-series.ts';
import { createLatencyIndex, type LatencyIndex } from './latency-index.ts';
import { SlidingLatency } from './sliding-latency.ts';
import { LatencyHours } from './latency-hours.ts';

/** Whole hours, and the one after them that has only begun. */
interface Hours {
  readonly whole: HourColumns | null;
  readonly begun: HourRow | null;
}

/** What the hour rows of a history say, by hour of its grid; worked out when it is first asked for. */
export class HourTable {
  readonly #grid: HourGrid;
  readonly #rows: HistoryRows;
  #hours: Hours | null = null;
  /** Hour of the grid that the whole hours begin with, and how many there are. */
  #firstHour = 0;
  #length = 0;
  #begunHour = Infinity;
  #latency: LatencyIndex | null = null;

  /**
   * @param grid the history's hours
   * @param rows one workload's telemetry
   */
  constructor(grid: HourGrid, rows: HistoryRows) {
    this.#grid = grid;
    this.#rows = rows;
  }

  /** Sum over the hours [from, to) of the grid. */
  sum(name: SeriesName, from: number, to: number): number {
    const { whole, begun } = this.#found();
    const sums = whole === null ? null : whole.sums(name);
    const start = this.#indexOf(from);
    if (begun !== null && to > this.#begunHour && from <= this.#begunHour) {
      const value = valueOf(begun, name);
      if (sums === null) return value;
      if (value !== 0) return sums.sumTo(start, sums.after(this.#length, value));
    }
    return sums === null ? 0 : sums.sum(start, this.#indexOf(to));
  }

  /** End of the latest hour before hour `to` with a value other than 0, at most `toMs`; null if none. */
  lastSeenMs(name: SeriesName, to: number, toMs: number): number | null {
    const { whole, begun } = this.#found();
    if (begun !== null && to > this.#begunHour && valueOf(begun, name) !== 0) {
      return endOfHour(this.#grid, this.#begunHour, toMs);
    }
    const last = whole?.sums(name)?.lastNonZero(this.#indexOf(to)) ?? -1;
    return last < 0 ? null : endOfHour(this.#grid, this.#firstHour + last, toMs);
  }

  /** Latency of any range of hours. */
  get latency(): LatencyIndex {
    if (this.#latency !== null) return this.#latency;
    const { whole, begun } = this.#found();
    const sliding = whole?.latency ?? new SlidingLatency(new LatencyHours());
    const last = begun && { hour: this.#begunHour, latency: begun.latency };
    const placed = { sliding, firstHour: this.#firstHour, length: this.#length };
    return (this.#latency = createLatencyIndex(placed, last));
  }

  #found(): Hours {
    if (this.#hours !== null) return this.#hours;
    const hours = hoursOf(this.#rows);
    if (hours.whole !== null) {
      this.#firstHour = this.#grid.hourAt(hours.whole.firstMs);
      this.#length = hours.whole.length;
    }
    if (hours.begun !== null) this.#begunHour = this.#grid.hourAt(hours.begun.hourMs);
    return (this.#hours = hours);
  }

  #indexOf(hour: number): number {
    const index = hour - this.#firstHour;
    return index < 0 ? 0 : index > this.#length ? this.#length : index;
  }
}

function valueOf(row: HourRow, name: SeriesName): number {
  return name === 'runMinutes' || name === 'okMinutes' ? row[name] : (row.sums[name] ?? 0);
}

/** Rows past the history's end are left out. */
function hoursOf({ wholeHours, hours, endMs }: HistoryRows): Hours {
  const whole = wholeHours?.before(endMs) ?? null;
  const rest = hours.filter(({ hourMs }) => hourMs < endMs);
  const [first] = rest;
  if (first === undefined) return { whole, begun: null };
  if (whole === null) return { whole: HourColumns.of(blockOfRows(rest)), begun: null };
  if (rest.length === 1 && first.hourMs >= whole.endMs) return { whole, begun: first };
  return { whole: whole.followedBy(blockOfRows(rest)), begun: null };
}
