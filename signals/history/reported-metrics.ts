import type { MetricRow } from '../history-rows.ts';
import type { ReportedMetric } from '../window.ts';
import { groupBy } from './group-by.ts';
import type { HourGrid } from './hour-grid.ts';
import { createHourSeries } from './hour-series.ts';
import type { HourSeries } from './hour-series.ts';

type MetricField = Exclude<keyof MetricRow, 'hourMs' | 'signal'>;

/** What senders reported about signals, over ranges of hours [from, to). */
export interface ReportedMetrics {
  /** Aggregate of the reports; null where there were none. */
  over(signal: string, from: number, to: number): ReportedMetric | null;
  lastSeenMs(signal: string, to: number, toMs: number): number | null;
}

/**
 * Reports by signal and hour; a signal's sums are built when it is first asked for.
 * @param grid the history's hours
 * @param rows any order
 */
export function createReportedMetrics(grid: HourGrid, rows: readonly MetricRow[]): ReportedMetrics {
  const bySignal = groupBy(rows, (row) => row.signal);
  const built = new Map<string, HourSeries>();
  const series = (signal: string, field: MetricField): HourSeries | null => {
    const own = bySignal.get(signal);
    if (own === undefined) return null;
    const key = `${field} ${signal}`;
    let found = built.get(key);
    if (found === undefined) {
      found = createHourSeries(
        grid,
        grid.sumByHour(
          own,
          (row) => row.hourMs,
          (row) => row[field],
        ),
      );
      built.set(key, found);
    }
    return found;
  };
  return {
    over: (signal, from, to) => aggregate((field) => series(signal, field)?.sum(from, to) ?? 0),
    lastSeenMs: (signal, to, toMs) => series(signal, 'reports')?.lastSeenMs(to, toMs) ?? null,
  };
}

/**
 * One aggregate from the sums of reports: weighted by n where every report states it, else the plain
 * mean; n and bounds only where every report states them.
 * @param sum gives a field's sum over the window
 * @example aggregate(() => 0) // null
 */
export function aggregate(sum: (field: MetricField) => number): ReportedMetric | null {
  const reports = sum('reports');
  if (!(reports > 0)) return null;
  const stated = sum('n');
  const weighted = sum('reportsWithN') === reports && stated > 0;
  const mean = (plain: MetricField, byN: MetricField): number =>
    weighted ? sum(byN) / stated : sum(plain) / reports;
  const bounded = sum('reportsWithBounds') === reports;
  return {
    reports,
    value: mean('valueSum', 'valueByN'),
    n: weighted ? stated : null,
    low: bounded ? mean('lowSum', 'lowByN') : null,
    high: bounded ? mean('highSum', 'highByN') : null,
  };
}
