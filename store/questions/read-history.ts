import { z } from 'zod';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import {
  COST_CATEGORIES,
  NO_ROWS,
  RELEASE_DIMENSIONS,
  type CostRow,
  type DimensionRow,
  type HistoryRows,
  type IncidentRow,
  type MetricRow,
} from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';
import { readHourRows } from './read-hours.ts';
import { readJudgementCorrections } from './read-corrections.ts';

const timeMs = z.number();

const costRow = z.object({
  workload: z.string(),
  tsMs: timeMs,
  category: z.enum(COST_CATEGORIES),
  amountUsd: z.number(),
  startMs: timeMs,
  endMs: timeMs,
});

const incidentRow = z.object({
  workload: z.string(),
  tsMs: timeMs,
  incident: z.string(),
  phase: z.enum(['started', 'detected', 'mitigated', 'restored']),
  rollback: z.number().transform(Boolean),
  drill: z.number().transform(Boolean),
});

const metricRow = z
  .object({
    workload: z.string(),
    hourMs: timeMs,
    signal: z.string(),
    reports: z.number(),
    reportsWithN: z.number(),
    reportsWithBounds: z.number(),
    nSum: z.number(),
    valueSum: z.number(),
    lowSum: z.number(),
    highSum: z.number(),
    valueByN: z.number(),
    lowByN: z.number(),
    highByN: z.number(),
  })
  .transform(({ nSum, ...row }) => ({ ...row, n: nSum }));

const dimensionRow = z.object({
  workload: z.string(),
  hourMs: timeMs,
  dimension: z.enum(RELEASE_DIMENSIONS),
  value: z.string(),
  runs: z.number(),
});

const MS = (column: string): string => `toUnixTimestamp64Milli(${column})`;
/** Rows with a time up to the end, of the workloads asked for. */
const SCOPE =
  'workload IN {workloads: Array(String)} AND ts <= fromUnixTimestamp64Milli({endMs: Int64})';

interface Scope extends Record<string, unknown> {
  readonly workloads: readonly string[];
  readonly endMs: number;
}

function readCosts(database: Database, scope: Scope): Promise<(CostRow & { workload: string })[]> {
  return database.query(
    'history-costs',
    `SELECT workload, ${MS('ts')} AS tsMs, category, toFloat64(amount_usd) AS amountUsd,
       ${MS('period_start')} AS startMs, ${MS('period_end')} AS endMs
     FROM cost WHERE ${SCOPE} ORDER BY workload, ts`,
    costRow,
    scope,
  );
}

function readIncidents(
  database: Database,
  scope: Scope,
): Promise<(IncidentRow & { workload: string })[]> {
  return database.query(
    'history-incidents',
    `SELECT workload, ${MS('ts')} AS tsMs, incident, phase, rollback, drill
     FROM incident WHERE ${SCOPE} ORDER BY workload, ts`,
    incidentRow,
    scope,
  );
}

function readMetrics(
  database: Database,
  scope: Scope,
): Promise<(MetricRow & { workload: string })[]> {
  const bounded = 'low IS NOT NULL AND high IS NOT NULL';
  const sum = (expression: string, name: string): string =>
    `sum(toFloat64(ifNull(${expression}, 0))) AS ${name}`;
  return database.query(
    'history-metrics',
    `SELECT workload, toUnixTimestamp(toStartOfHour(ts)) * 1000 AS hourMs, signal,
       count() AS reports, countIf(n IS NOT NULL) AS reportsWithN,
       countIf(${bounded}) AS reportsWithBounds, ${sum('n', 'nSum')},
       ${sum('value', 'valueSum')}, ${sum('low', 'lowSum')}, ${sum('high', 'highSum')},
       ${sum('value * n', 'valueByN')}, ${sum('low * n', 'lowByN')},
       ${sum('high * n', 'highByN')}
     FROM metric WHERE ${SCOPE} GROUP BY workload, hourMs, signal ORDER BY workload, hourMs`,
    metricRow,
    scope,
  );
}

/** Whole hours only: of the begun one it is not known what came before the end. */
function readDimensions(
  database: Database,
  scope: Scope & { readonly sinceMs: number; readonly hourMs: number },
): Promise<(DimensionRow & { workload: string })[]> {
  return database.query(
    'history-dimensions',
    `SELECT workload, toUnixTimestamp(at) * 1000 AS hourMs, dimension, value, sum(runs) AS runs
     FROM dimension_hour
     WHERE workload IN {workloads: Array(String)} AND at < fromUnixTimestamp64Milli({hourMs: Int64})
       AND at >= fromUnixTimestamp64Milli({sinceMs: Int64})
     GROUP BY workload, at, dimension, value HAVING runs > 0 ORDER BY workload, at`,
    dimensionRow,
    scope,
  );
}

/** Rows without the workload they were asked for, by workload. */
function groupByWorkload<Row extends { workload: string }>(
  rows: readonly Row[],
): Map<string, Omit<Row, 'workload'>[]> {
  const groups = new Map<string, Omit<Row, 'workload'>[]>();
  for (const { workload, ...row } of rows) {
    const group = groups.get(workload);
    if (group) group.push(row);
    else groups.set(workload, [row]);
  }
  return groups;
}

/** What a history is asked for. */
export interface HistoryQuestion {
  /** Telemetry with a later time is left out; epoch milliseconds. */
  readonly endMs: number;
  /** Whether later telemetry of the minute that endMs lies in is left out too; see `readHourRows`. */
  readonly precision: 'minute' | 'exact';
  /** Hour and dimension rows before this are left out: for going on with rows read earlier. */
  readonly sinceMs: number;
}

/**
 * Everything that signals and verdicts know about some workloads up to an instant, out of roll-ups.
 * @returns one entry for each workload asked for, empty histories included
 */
export async function readHistories(
  database: Database,
  workloads: readonly string[],
  { endMs, precision, sinceMs }: HistoryQuestion,
): Promise<Map<string, HistoryRows>> {
  if (workloads.length === 0) return new Map();
  const scope = { workloads, endMs };
  const [hours, corrections, costs, incidents, metrics, dimensions] = await Promise.all([
    readHourRows(database, workloads, { endMs, precision, sinceMs }),
    readJudgementCorrections(database, workloads, endMs),
    readCosts(database, scope).then(groupByWorkload),
    readIncidents(database, scope).then(groupByWorkload),
    readMetrics(database, scope).then(groupByWorkload),
    readDimensions(database, { ...scope, sinceMs, hourMs: floorTo(endMs, HOUR_MS) }).then(
      groupByWorkload,
    ),
  ]);
  return new Map(
    workloads.map((workload) => [
      workload,
      {
        ...NO_ROWS,
        hours: hours.get(workload) ?? [],
        corrections: corrections.get(workload) ?? [],
        costs: costs.get(workload) ?? [],
        incidents: incidents.get(workload) ?? [],
        metrics: metrics.get(workload) ?? [],
        dimensions: dimensions.get(workload) ?? [],
        endMs,
      },
    ]),
  );
}
