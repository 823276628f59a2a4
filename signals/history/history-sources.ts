import type { DesignEffectRow, DriftRow, HistoryRows } from '../history-rows.ts';
import { createFeatureIndex } from './feature-index.ts';
import type { FeatureIndex } from './feature-index.ts';
import { groupBy } from './group-by.ts';
import type { HourGrid } from './hour-grid.ts';
import { HourTable } from './hour-table.ts';
import { createIncidentLog } from './incident-phases.ts';
import type { IncidentLog } from './incident-phases.ts';
import { createLateJudgements } from './late-judgements.ts';
import type { LateJudgements } from './late-judgements.ts';
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
  readonly hours: HourTable;
  readonly judgements: LateJudgements;
  readonly costs: SpreadCosts;
  readonly incidents: IncidentLog;
  readonly metrics: ReportedMetrics;
  readonly features: FeatureIndex;
  readonly drifts: ReportLog<DriftRow>;
  readonly dataAges: ReportLog<DataAge>;
  readonly quarantined: SparseSums;
  /** Estimates of one signal, ascending by when they were made. */
  readonly designEffects: (signal: string) => readonly DesignEffectRow[];
}

/** The newest state of input data that an hour names, dated at the start of that hour. */
export interface DataAge {
  readonly tsMs: number;
  readonly asOfMs: number;
}

/**
 * The indices over a history's rows; each is built when it is first asked for, because most pages ask
 * for few of them and a history is made anew with each minute of telemetry.
 * @param grid the history's hours
 * @param rows one workload's telemetry
 */
export function createHistorySources(grid: HourGrid, rows: HistoryRows): HistorySources {
  const judgements = once(() => createLateJudgements(grid, rows.corrections));
  const costs = once(() => createSpreadCosts(rows.costs, grid.endMs));
  const incidents = once(() => createIncidentLog(rows.incidents));
  const metrics = once(() => createReportedMetrics(grid, rows.metrics));
  const features = once(() => createFeatureIndex(rows.features));
  const drifts = once(() => createReportLog(rows.drifts));
  const dataAges = once(() =>
    createReportLog(rows.dataAges.map(({ hourMs, asOfMs }) => ({ tsMs: hourMs, asOfMs }))),
  );
  const quarantined = once(() => createSparseSums(rows.rejected, (row) => row.events));
  const designEffects = once(() => groupBy(rows.designEffects, (row) => row.signal));
  return {
    grid,
    hours: new HourTable(grid, rows),
    get judgements() {
      return judgements();
    },
    get costs() {
      return costs();
    },
    get incidents() {
      return incidents();
    },
    get metrics() {
      return metrics();
    },
    get features() {
      return features();
    },
    get drifts() {
      return drifts();
    },
    get dataAges() {
      return dataAges();
    },
    get quarantined() {
      return quarantined();
    },
    designEffects: (signal) => designEffects().get(signal) ?? [],
  };
}

/** What a function makes, made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
