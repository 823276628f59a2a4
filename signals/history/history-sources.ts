import type { HistoryRows } from '../history-rows.ts';
import type { MeasureName } from '../measures.ts';
import type { HourGrid } from './hour-grid.ts';
import { createHourSeries } from './hour-series.ts';
import type { HourSeries } from './hour-series.ts';
import { createIncidentLog } from './incident-phases.ts';
import type { IncidentLog } from './incident-phases.ts';
import { createLateJudgements } from './late-judgements.ts';
import type { LateJudgements } from './late-judgements.ts';
import { createLatencyIndex } from './latency-index.ts';
import type { LatencyIndex } from './latency-index.ts';
import { createReportedMetrics } from './reported-metrics.ts';
import type { ReportedMetrics } from './reported-metrics.ts';
import { createSpreadCosts } from './spread-costs.ts';
import type { SpreadCosts } from './spread-costs.ts';

/** A measure, or the minutes with runs, which no sum of measures can tell. */
export type SeriesName = MeasureName | 'runMinutes' | 'okMinutes';

/** What all windows of one history read from. */
export interface HistorySources {
  readonly grid: HourGrid;
  series(name: SeriesName): HourSeries;
  readonly latency: LatencyIndex;
  readonly judgements: LateJudgements;
  readonly costs: SpreadCosts;
  readonly incidents: IncidentLog;
  readonly metrics: ReportedMetrics;
}

/**
 * The indices over a history's rows; series and latency are built when first asked for, because most
 * pages ask for few of them.
 * @param grid the history's hours
 * @param rows one workload's telemetry
 */
export function createHistorySources(grid: HourGrid, rows: HistoryRows): HistorySources {
  const built = new Map<SeriesName, HourSeries>();
  let latency: LatencyIndex | undefined;
  return {
    grid,
    series: (name) => {
      let series = built.get(name);
      if (series === undefined) {
        series = createHourSeries(grid, valuesByHour(grid, rows, name));
        built.set(name, series);
      }
      return series;
    },
    get latency() {
      return (latency ??= createLatencyIndex(latencyByHour(grid, rows)));
    },
    judgements: createLateJudgements(grid, rows.corrections),
    costs: createSpreadCosts(rows.costs, grid.endMs),
    incidents: createIncidentLog(rows.incidents),
    metrics: createReportedMetrics(grid, rows.metrics),
  };
}

/** One number per hour of the grid; hours without a row are 0. */
export function valuesByHour(grid: HourGrid, rows: HistoryRows, name: SeriesName): Float64Array {
  const minutes = name === 'runMinutes' || name === 'okMinutes';
  return grid.sumByHour(
    rows.hours,
    (row) => row.hourMs,
    (row) => (minutes ? row[name] : (row.sums[name] ?? 0)),
  );
}

function latencyByHour(
  grid: HourGrid,
  rows: HistoryRows,
): (ReadonlyMap<number, number> | undefined)[] {
  const byHour = Array.from<ReadonlyMap<number, number> | undefined>({ length: grid.length });
  for (const { hourMs, latency } of rows.hours) {
    const hour = grid.hourAt(hourMs);
    if (hour >= 0 && hour < grid.length) byHour[hour] = latency;
  }
  return byHour;
}
