import type { HistoryRows, HourRow } from '../history-rows.ts';
import { blockOfRows, type SeriesName } from './hour-block.ts';
import { HourColumns } from './hour-columns.ts';
import type { HourGrid } from './hour-grid.ts';
import { SummedSeries, type HourSeries } from './hour-series.ts';
import { createLatencyIndex, type LatencyIndex } from './latency-index.ts';
import { RunningSums } from './running-sums.ts';
import { SlidingLatency } from './sliding-latency.ts';
import { LatencyHours } from './latency-hours.ts';

/** What the hour rows of a history say, by hour of its grid. */
export interface HourTable {
  readonly series: (name: SeriesName) => HourSeries;
  readonly latency: LatencyIndex;
}

/** Whole hours, and the one after them that has only begun. */
interface Hours {
  readonly whole: HourColumns | null;
  readonly begun: HourRow | null;
}

/**
 * Series and latency over a history's hour rows; each is made when it is first asked for, because most
 * pages ask for few of them.
 * @param grid the history's hours
 * @param rows one workload's telemetry
 */
export function createHourTable(grid: HourGrid, rows: HistoryRows): HourTable {
  let found: Hours | undefined;
  const hours = (): Hours => (found ??= hoursOf(rows));
  const built = new Map<SeriesName, HourSeries>();
  let latency: LatencyIndex | undefined;
  const firstHourOf = (whole: HourColumns | null): number =>
    whole === null ? 0 : grid.hourAt(whole.firstMs);
  const build = (name: SeriesName): HourSeries => {
    const { whole, begun } = hours();
    const sums = whole?.sums(name) ?? null;
    const value = begun === null ? 0 : valueOf(begun, name);
    const last = begun !== null && value !== 0 ? { hour: grid.hourAt(begun.hourMs), value } : null;
    // A column of zeros is not kept: it is as good as one that ends before its first hour.
    if (whole === null || sums === null) return new SummedSeries(grid, NOTHING, last);
    const placed = { sums, firstHour: firstHourOf(whole), length: whole.length };
    return new SummedSeries(grid, placed, last);
  };
  return {
    series: (name) => {
      let series = built.get(name);
      if (series === undefined) built.set(name, (series = build(name)));
      return series;
    },
    get latency() {
      if (latency !== undefined) return latency;
      const { whole, begun } = hours();
      const sliding = whole?.latency ?? new SlidingLatency(new LatencyHours());
      const last = begun && { hour: grid.hourAt(begun.hourMs), latency: begun.latency };
      const placed = { sliding, firstHour: firstHourOf(whole), length: whole?.length ?? 0 };
      return (latency = createLatencyIndex(placed, last));
    },
  };
}

const NOTHING = { sums: new RunningSums(0), firstHour: 0, length: 0 };

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
