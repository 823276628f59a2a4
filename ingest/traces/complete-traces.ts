import type {
  FoundTraces,
  SpanRow,
  StoredRun,
  TraceKey,
} from '../../store/questions/find-traces.ts';
import type { IngestLog } from '../ingest-log.ts';
import { SPAN_ROLES, type AiSpan, type SpanRole } from '../otlp/ai-span.ts';
import type { OpenTraces } from './open-traces.ts';
import { createRunRow, type RunRow } from './run-row.ts';
import type { TraceRecord } from './trace-record.ts';

/** What the store holds of some traces, at most a hundred, once everything has been handed over. */
export type FindTraces = (keys: readonly TraceKey[]) => Promise<FoundTraces>;

const isRole = (role: string): role is SpanRole => (SPAN_ROLES as readonly string[]).includes(role);

function spanOf({ ts_ms, role, ...rest }: SpanRow): AiSpan {
  return { ...rest, tsMs: ts_ms, role: isRole(role) ? role : 'step' };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A run's row as it stands in the store. */
export function storedRunRow(run: StoredRun): RunRow {
  return createRunRow(run, {
    id: run.id,
    receivedAtMs: number(run['received_at_ms']) ?? run.ts_ms,
    tsMs: run.ts_ms,
    userHash: text(run['user_hash']),
    attributes: text(run['attributes']),
    costUsd: number(run['cost_usd']),
    costSource: text(run['cost_source']),
    origin: 'otlp',
  });
}

export interface CompleteDeps {
  /** Sees everything the traces' earlier requests have acknowledged, and every row of a run. */
  readonly find: FindTraces;
  readonly traces: Pick<OpenTraces, 'hold'>;
  readonly log: IngestLog;
}

/** Adds to traces what the store holds of them; they are complete then. */
export async function completeTraces(
  { find, traces, log }: CompleteDeps,
  records: readonly TraceRecord[],
): Promise<void> {
  const found = await find(records);
  const byKey = new Map(records.map((r) => [`${r.workload}\n${r.traceId}`, r]));
  const recordOf = (workload: string, traceId: string): TraceRecord | undefined =>
    byKey.get(`${workload}\n${traceId}`);
  if (found.unreadable > 0) {
    log.error({ rows: found.unreadable }, 'spans in the store can not be read: runs lack them');
  }
  for (const row of found.spans) {
    const record = recordOf(row.workload, row.trace_id);
    if (!record) continue;
    record.receivedAtMs = Math.min(record.receivedAtMs, row.received_at_ms);
    traces.hold(record, spanOf(row));
  }
  for (const record of records) record.emitted = [];
  for (const run of found.runs) {
    const record = recordOf(run.workload, run.id);
    if (record) record.emitted = [...record.emitted, storedRunRow(run)];
  }
  for (const { workload, traceId } of found.shown) {
    const record = recordOf(workload, traceId);
    if (record) record.isOurs = true;
  }
  for (const record of records) Object.assign(record, { isComplete: true, isLookedUp: true });
}
