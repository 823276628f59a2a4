import type {
  FoundTraces,
  SpanRow,
  StoredRun,
  TraceKey,
} from '../../store/questions/find-traces.ts';
import { SPAN_ROLES, type AiSpan, type SpanRole } from '../otlp/ai-span.ts';
import { createRunRow, type RunRow } from './run-row.ts';
import type { TraceRecord } from './trace-record.ts';

/** What the store holds of some traces, once everything has been handed over. */
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

/**
 * Adds to traces what the store holds of them; they are complete then.
 * @param find sees everything these traces' earlier requests have acknowledged
 */
export async function completeTraces(
  records: readonly TraceRecord[],
  find: FindTraces,
): Promise<void> {
  const found = await find(records);
  const byKey = new Map(records.map((r) => [`${r.workload}\n${r.traceId}`, r]));
  for (const row of found.spans) {
    const record = byKey.get(`${row.workload}\n${row.trace_id}`);
    if (!record) continue;
    record.receivedAtMs = Math.min(record.receivedAtMs, row.received_at_ms);
    if (!record.spans.has(row.span_id)) record.spans.set(row.span_id, spanOf(row));
  }
  for (const run of found.runs) {
    const record = byKey.get(`${run.workload}\n${run.id}`);
    if (record) record.emitted = storedRunRow(run);
  }
  for (const record of records) record.isComplete = true;
}
