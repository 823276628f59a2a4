import { z } from 'zod';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import {
  COST_CATEGORIES,
  type CostRow,
  type HistoryRows,
  type IncidentRow,
  type MetricRow,
} from '../../signals/history-rows.ts';
import { continueRows, type RowKind, type RowsSince } from '../../signals/history/continue-rows.ts';
import type { Database } from '../database.ts';
import { nextTurn } from '../take-turns.ts';
import { readDesignEffects } from './design-effects.ts';
import { readJudgementCorrections } from './read-corrections.ts';
import { readDataAges, readDrifts, readRejected } from './read-data-quality.ts';
import { NO_DIMENSIONS, readDimensions } from './read-dimensions.ts';
import { readFeatures } from './read-features.ts';
import { readHours } from './read-hours.ts';
import { REPORT_SUMS, reportSums } from './read-reports.ts';

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
  .object({ ...reportSums, hourMs: timeMs })
  .transform(({ nSum, ...row }) => ({ ...row, n: nSum }));

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
  return database.query(
    'history-metrics',
    `SELECT workload, toUnixTimestamp(toStartOfHour(ts)) * 1000 AS hourMs, signal, ${REPORT_SUMS}
     FROM metric WHERE ${SCOPE} GROUP BY workload, hourMs, signal ORDER BY workload, hourMs`,
    metricRow,
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
  /** Whether later telemetry of the minute that endMs lies in is left out too; see `readHours`. */
  readonly precision: 'minute' | 'exact';
  /**
   * Rows of hours, dimensions, features, drifts, design effects, ages and rejections before this are
   * left out: for going on with rows read earlier.
   */
  readonly sinceMs: number;
  /** Only rows of these sorts are read, the others left empty; absent: all. */
  readonly kinds?: ReadonlySet<RowKind>;
}

/**
 * Everything that signals and verdicts know about some workloads up to an instant, out of roll-ups.
 * @returns one entry for each workload asked for, empty histories included
 */
export async function readHistories(
  database: Database,
  workloads: readonly string[],
  question: HistoryQuestion,
): Promise<Map<string, HistoryRows>> {
  const histories = new Map<string, HistoryRows>();
  for (const [workload, rows] of await readRowsSince(database, workloads, question)) {
    histories.set(workload, continueRows(null, rows, question.sinceMs));
    await nextTurn();
  }
  return histories;
}

/**
 * The same, to be added to rows that were read earlier: see `continueRows`.
 * @returns one entry for each workload asked for, those without any rows included
 */
export async function readRowsSince(
  database: Database,
  workloads: readonly string[],
  { endMs, precision, sinceMs, kinds }: HistoryQuestion,
): Promise<Map<string, RowsSince>> {
  if (workloads.length === 0) return new Map();
  const scope = { workloads, endMs };
  const byHour = { workloads, endMs, sinceMs, hourMs: floorTo(endMs, HOUR_MS) };
  const ask = <Rows>(
    kind: RowKind,
    read: () => Promise<Map<string, Rows>>,
  ): Promise<Map<string, Rows>> =>
    kinds === undefined || kinds.has(kind) ? read() : Promise.resolve(new Map<string, Rows>());
  const grouped = <Row extends { workload: string }>(
    kind: RowKind,
    read: () => Promise<readonly Row[]>,
  ) => ask(kind, () => read().then(groupByWorkload));
  const [hours, corrections, features, costs, incidents, metrics, dimensions, ...others] =
    await Promise.all([
      ask('hours', () => readHours(database, workloads, { endMs, precision, sinceMs })),
      ask('corrections', () => readJudgementCorrections(database, workloads, endMs)),
      ask('features', () => readFeatures(database, byHour, precision)),
      grouped('costs', () => readCosts(database, scope)),
      grouped('incidents', () => readIncidents(database, scope)),
      grouped('metrics', () => readMetrics(database, scope)),
      ask('dimensions', () => readDimensions(database, byHour)),
      grouped('drifts', () => readDrifts(database, byHour)),
      grouped('designEffects', () => readDesignEffects(database, byHour)),
      grouped('dataAges', () => readDataAges(database, byHour, precision)),
      grouped('rejected', () => readRejected(database, byHour, precision)),
    ]);
  const [drifts, designEffects, dataAges, rejected] = others;
  return new Map(
    workloads.map((workload) => {
      const { whole, begun } = hours.get(workload) ?? { whole: null, begun: null };
      const rows = {
        whole,
        hours: begun === null ? [] : [begun],
        corrections: corrections.get(workload) ?? [],
        costs: costs.get(workload) ?? [],
        incidents: incidents.get(workload) ?? [],
        metrics: metrics.get(workload) ?? [],
        dimensions: dimensions.get(workload) ?? NO_DIMENSIONS,
        features: features.get(workload) ?? [],
        drifts: drifts.get(workload) ?? [],
        designEffects: designEffects.get(workload) ?? [],
        dataAges: dataAges.get(workload) ?? [],
        rejected: rejected.get(workload) ?? [],
        endMs,
      };
      return [workload, rows];
    }),
  );
}
