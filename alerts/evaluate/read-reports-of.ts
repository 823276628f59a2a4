import { countWhile } from '../../signals/history/count-while.ts';
import { aggregate } from '../../signals/history/reported-metrics.ts';
import type { ReportsOf } from '../../signals/summed-window.ts';
import type { ReportedMetric } from '../../signals/window.ts';
import type { Database } from '../../store/database.ts';
import {
  readReportSeries,
  readReports,
  type ReportRow,
  type ReportSpan,
} from '../../store/questions/read-reports.ts';
import type { WindowRequest } from './window-request.ts';

/** What senders reported, by a window's key and workload; what nothing was reported of is left out. */
export type Reports = ReadonlyMap<string, ReadonlyMap<string, ReportsOf>>;

/**
 * What senders reported as aggregates over the windows of whole workloads, by one question: reports state
 * no release, model, segment or tool.
 * @param atMs of the evaluation
 */
export async function readReportsOf(
  database: Database,
  requests: readonly WindowRequest[],
  atMs: number,
): Promise<Reports> {
  const asked = requests.filter(({ window, signals }) => window.cut === null && signals.size > 0);
  const spans = asked.map(({ window: { lengthMs, offsetMs } }) => ({
    fromMs: atMs - offsetMs - lengthMs,
    toMs: atMs - offsetMs,
  }));
  const signals = [...new Set(asked.flatMap((one) => [...one.signals]))];
  const found = await readReports(database, spans, signals);
  return new Map(asked.map(({ window }, i) => [window.key, byWorkload(found[i]!)]));
}

function byWorkload(rows: readonly ReportRow[]): Map<string, ReportsOf> {
  const found = new Map<string, Map<string, ReportedMetric | null>>();
  for (const row of rows) {
    const own = found.get(row.workload) ?? new Map<string, ReportedMetric | null>();
    found.set(
      row.workload,
      own.set(
        row.signal,
        aggregate((field) => row[field]),
      ),
    );
  }
  return new Map([...found].map(([id, own]) => [id, (signal) => own.get(signal) ?? null]));
}

/** What senders reported about a signal over the minutes [fromMs, toMs), epoch milliseconds. */
export type ReportsBetween = (
  signal: string,
  fromMs: number,
  toMs: number,
) => ReportedMetric | null;

/**
 * What senders reported about some workloads, minute by minute.
 * @returns by workload; those of which nothing was reported left out
 */
export async function readReportsBetween(
  database: Database,
  workloads: readonly string[],
  span: ReportSpan,
): Promise<Map<string, ReportsBetween>> {
  const rows = await readReportSeries(database, workloads, span);
  const found = new Map<string, Map<string, ReportRow[]>>();
  for (const row of rows) {
    const own = found.get(row.workload) ?? new Map<string, ReportRow[]>();
    found.set(row.workload, own);
    const minutes = own.get(row.signal);
    if (minutes === undefined) own.set(row.signal, [row]);
    else minutes.push(row);
  }
  return new Map([...found].map(([id, own]) => [id, betweenMinutes(own)]));
}

/** @param bySignal ascending by minute */
function betweenMinutes(bySignal: ReadonlyMap<string, readonly ReportRow[]>): ReportsBetween {
  return (signal, fromMs, toMs) => {
    const rows = bySignal.get(signal);
    if (rows === undefined) return null;
    const before = (ms: number): number => countWhile(rows, ({ hourMs }) => hourMs < ms);
    const within = rows.slice(before(fromMs), before(toMs));
    return aggregate((field) => within.reduce((sum, row) => sum + row[field], 0));
  };
}
