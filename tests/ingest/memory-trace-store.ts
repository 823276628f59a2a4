import type { IngestDeps } from '../../ingest/ingest.ts';
import type { ReadValue } from '../../ingest/row-reader.ts';
import type { SpanRow, StoredRun } from '../../store/questions/find-traces.ts';
import type { RawTable } from '../../store/raw-columns.ts';

type Row = Record<string, ReadValue>;

/** A decoded row as a question answers it: flags as booleans, money in USD, times as `…_ms`. */
function answered(row: Row): Record<string, unknown> {
  return {
    ...row,
    ts_ms: row['ts'],
    received_at_ms: row['received_at'],
    cost_usd: row['cost_usd'] === null ? null : Number(row['cost_usd']) / 1e9,
    value_usd: row['value_usd'] == null ? null : Number(row['value_usd']) / 1e9,
  };
}

const RECENT_MS = 600_000;
const flag = (bit: unknown): boolean | null => (bit === null ? null : bit === 1);

/** What the store's questions about traces find in a target's rows. */
export function createMemoryTraceStore(rows: (table: RawTable) => Row[]): IngestDeps['traceStore'] {
  return {
    async find(keys) {
      const isAsked = (workload: unknown, traceId: unknown): boolean =>
        keys.some((key) => key.workload === workload && key.traceId === traceId);
      const spans = rows('spans')
        .filter((row) => isAsked(row['workload'], row['trace_id']))
        .map((row) => ({ ...answered(row), ok: flag(row['ok']) }) as SpanRow);
      const counted = new Map<string, { row: Row; signs: number }>();
      for (const row of rows('runs')) {
        if (!isAsked(row['workload'], row['id']) || row['origin'] !== 'otlp') continue;
        const { sign, spool_segment: _, ...rest } = row;
        const key = JSON.stringify(rest, (_name, v: unknown) =>
          typeof v === 'bigint' ? `${v}` : v,
        );
        const entry = counted.get(key) ?? { row, signs: 0 };
        counted.set(key, { row, signs: entry.signs + Number(sign) });
      }
      const runs = [...counted.values()]
        .filter(({ signs }) => signs > 0)
        .map(({ row }) => answered(row) as StoredRun);
      const shown = [...counted.values()].map(({ row }) => ({
        workload: String(row['workload']),
        traceId: String(row['id']),
      }));
      return { spans, unreadable: 0, runs, shown };
    },
    async recent(openedMs) {
      return rows('spans')
        .filter((row) => Number(row['received_at']) >= openedMs - RECENT_MS)
        .map((row) => ({ workload: String(row['workload']), traceId: String(row['trace_id']) }));
    },
  };
}
