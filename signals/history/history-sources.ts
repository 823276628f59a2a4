import type { DesignEffectRow, DriftRow, HistoryRows } from '../history-rows.ts';
import { createFeatureIndex } from './feature-index.ts';
import type { FeatureIndex } from './feature-index.ts';
import { groupBy } from './group-by.ts';
import type { SeriesName } from './hour-block.ts';
import type { HourGrid } from './hour-grid.ts';
import type { HourSeries } from './hour-series.ts';
import { createHourTable } from './hour-table.ts';
import { createIncidentLog } from './incident-phases.ts';
import type { IncidentLog } from './incident-phases.ts';
import { createLateJudgements } from './late-judgements.ts';
import type { LateJudgements } from './late-judgements.ts';
import type { LatencyIndex } from './latency-index.ts';
import { createReportedMetrics } from './reported-metrics.ts';
import type { ReportedMetrics } from './reported-metrics.ts';
import { createReportLog } from './report-log.ts';
import type { ReportLog } from './report-log.ts';
import { createSparseSums } from './sparse-sums.ts';
import type { SparseSums } from './sparse-sums.ts';
import { createSpreadCosts } from './spread-costs.ts';
import type { SpreadCosts } from './spread-costs.ts';

/** What all windows of one history read from. */
export interface HistorySources {
  readonly grid: HourGrid;
  series(name: SeriesName): HourSeries;
  readonly latency: LatencyIndex;
  readonly judgements: LateJudgements;
  readonly costs: SpreadCosts;
  readonly incidents: IncidentLog;
  readonly metrics: ReportedMetrics;
  readonly features: FeatureIndex;
  readonly drifts: ReportLog<DriftRow>;
  readonly dataAges: ReportLog<DataAge>;
  readonly quarantined: SparseSums;
  /** Estimates of one signal, ascending by when they were made. */
  designEffects(signal: string): readonly DesignEffectRow[];
}

/** The newest state of input data that an hour names, dated at the start of that hour. */
export interface DataAge {
  readonly tsMs: number;
  readonly asOfMs: number;
}

/**
 * The indices over a history's rows; series and latency are built when first asked for, because most
 * pages ask for few of them.
 * @param grid the history's hours
 * @param rows one workload's telemetry
 */
export function createHistorySources(grid: HourGrid, rows: HistoryRows): HistorySources {
  const table = createHourTable(grid, rows);
  let features: FeatureIndex | undefined;
  const designEffects = groupBy(rows.designEffects, (row) => row.signal);
  return {
    grid,
    series: table.series,
    get latency() {
      return table.latency;
    },
    judgements: createLateJudgements(grid, rows.corrections),
    costs: createSpreadCosts(rows.costs, grid.endMs),
    incidents: createIncidentLog(rows.incidents),
    metrics: createReportedMetrics(grid, rows.metrics),
    get features() {
      return (features ??= createFeatureIndex(rows.features));
    },
    drifts: createReportLog(rows.drifts),
    dataAges: createReportLog(
      rows.dataAges.map(({ hourMs, asOfMs }) => ({ tsMs: hourMs, asOfMs })),
    ),
    quarantined: createSparseSums(rows.rejected, (row) => row.events),
    designEffects: (signal) => designEffects.get(signal) ?? [],
  };
}
