import { z } from 'zod';
import type { MetricRow } from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';

/** Minutes [fromMs, toMs), epoch milliseconds. */
export interface ReportSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What senders reported about signals as aggregates, of one workload. */
export interface ReportRow extends MetricRow {
  readonly workload: string;
}

const bounded = 'low IS NOT NULL AND high IS NOT NULL';
const sum = (expression: string, name: string): string =>
  `sum(toFloat64(ifNull(${expression}, 0))) AS ${name}`;

/** Sums of the `metric` events of a signal, as columns of {@link reportSums}. */
export const REPORT_SUMS = `count() AS reports, countIf(n IS NOT NULL) AS reportsWithN,
  countIf(${bounded}) AS reportsWithBounds, ${sum('n', 'nSum')},
  ${sum('value', 'valueSum')}, ${sum('low', 'lowSum')}, ${sum('high', 'highSum')},
  ${sum('value * n', 'valueByN')}, ${sum('low * n', 'lowByN')}, ${sum('high * n', 'highByN')}`;

/** Those columns as they are answered. */
export const reportSums = {
  workload: z.string(),
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
};

const row = z
  .object({ ...reportSums, hourMs: z.number(), span: z.number() })
  .transform(({ nSum, ...rest }) => ({ ...rest, n: nSum }));

/**
 * The `metric` events of all workloads over several spans at once.
 * @param signals that are asked about; null: whichever
 * @returns by the place of the span, its rows; `hourMs` is the span's start
 */
export async function readReports(
  database: Database,
  spans: readonly ReportSpan[],
  signals: readonly string[] | null,
): Promise<ReportRow[][]> {
  const found: ReportRow[][] = spans.map(() => []);
  if (spans.length === 0) return found;
  const fromMs = Math.min(...spans.map((span) => span.fromMs));
  const toMs = Math.max(...spans.map((span) => span.toMs));
  if (!(await hasReports(database, { fromMs, toMs }))) return found;
  const rows = await database.query(
    'reports',
    `SELECT workload, signal, i - 1 AS span, froms[i] AS hourMs, ${REPORT_SUMS}
     FROM (SELECT *, {froms: Array(Int64)} AS froms, {tos: Array(Int64)} AS tos,
         toUnixTimestamp64Milli(ts) AS ms FROM metric
       WHERE ts >= fromUnixTimestamp64Milli({fromMs: Int64})
         AND ts < fromUnixTimestamp64Milli({toMs: Int64})
         ${signals === null ? '' : 'AND signal IN {signals: Array(String)}'})
     ARRAY JOIN range(1, length(froms) + 1) AS i WHERE ms >= froms[i] AND ms < tos[i]
     GROUP BY workload, signal, span, hourMs ORDER BY workload, signal`,
    row,
    {
      froms: spans.map(({ fromMs }) => fromMs),
      tos: spans.map(({ toMs }) => toMs),
      fromMs,
      toMs,
      signals: signals ?? [],
    },
  );
  for (const { span, ...report } of rows) found[span]!.push(report);
  return found;
}

/** Asked first: most senders report nothing, and planning the sums takes the engine longer than this. */
async function hasReports(database: Database, { fromMs, toMs }: ReportSpan): Promise<boolean> {
  const rows = await database.query(
    'has-reports',
    `SELECT 1 AS one FROM metric WHERE ts >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND ts < fromUnixTimestamp64Milli({toMs: Int64}) LIMIT 1`,
    z.object({ one: z.literal(1) }),
    { fromMs, toMs },
  );
  return rows.length > 0;
}

const minuteRow = z
  .object({ ...reportSums, hourMs: z.number() })
  .transform(({ nSum, ...rest }) => ({ ...rest, n: nSum }));

/**
 * The `metric` events of some workloads minute by minute.
 * @returns ascending by minute, which stands in `hourMs`
 */
export async function readReportSeries(
  database: Database,
  workloads: readonly string[],
  { fromMs, toMs }: ReportSpan,
): Promise<ReportRow[]> {
  return database.query(
    'report-series',
    `SELECT workload, signal, toUnixTimestamp(toStartOfMinute(ts)) * 1000 AS hourMs, ${REPORT_SUMS}
     FROM metric WHERE workload IN {workloads: Array(String)}
       AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
       AND ts < fromUnixTimestamp64Milli({toMs: Int64})
     GROUP BY workload, signal, hourMs ORDER BY workload, signal, hourMs`,
    minuteRow,
    { workloads, fromMs, toMs },
  );
}
