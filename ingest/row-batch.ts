import type { RawTable } from '../store/raw-columns.ts';
import { IdList } from './id-list.ts';
import { RowWriter } from './row-binary.ts';

/** What a segment says about one workload: how many rows, and from when to when. */
export interface WorkloadSpan {
  rows: number;
  minTsMs: number;
  maxTsMs: number;
}
export type WorkloadSpans = Map<string, WorkloadSpan>;

/** Rows of one raw table, encoded, waiting for a segment. */
export interface TableRows {
  readonly table: RawTable;
  readonly writer: RowWriter;
  /** Where each row's `spool_segment` stands; known only once the rows meet their segment. */
  readonly segmentOffsets: number[];
  readonly workloads: WorkloadSpans;
  /** Hashes of the ids that these rows take; none for quarantine. */
  readonly ids: IdList;
}

/** The rows of one request: kept or refused as a whole. */
export interface RowBatch {
  readonly tables: ReadonlyMap<RawTable, TableRows>;
  /** The rows of a table, to add to. */
  rowsOf(table: RawTable): TableRows;
  readonly rows: number;
  readonly bytes: number;
}

/** Adds what another map says. */
export function addSpan(spans: WorkloadSpans, workload: string, more: WorkloadSpan): void {
  const span = spans.get(workload);
  if (!span) {
    spans.set(workload, { ...more });
    return;
  }
  span.rows += more.rows;
  if (more.minTsMs < span.minTsMs) span.minTsMs = more.minTsMs;
  if (more.maxTsMs > span.maxTsMs) span.maxTsMs = more.maxTsMs;
}

/** Memory kept for the next batches: enough for a busy moment, little beside the engine's. */
const MAX_IDLE_BYTES = 32 * 1_048_576;
/** A buffer that one large batch stretched is let go. */
const MAX_KEPT_BYTES = 2 * 1_048_576;

/** Makes batches and takes their buffers back, so that each request needn't allocate its own. */
export interface RowBatches {
  create(): RowBatch;
  /** To be called once nothing reads the batch any more. */
  release(batch: RowBatch): void;
}

export function createRowBatches(): RowBatches {
  const idle: { readonly writer: RowWriter; readonly ids: IdList }[] = [];
  let idleBytes = 0;
  return {
    create() {
      const tables = new Map<RawTable, TableRows>();
      const sum = (of: (rows: TableRows) => number): number =>
        [...tables.values()].reduce((total, rows) => total + of(rows), 0);
      return {
        tables,
        rowsOf(table) {
          let rows = tables.get(table);
          if (!rows) {
            const kept = idle.pop();
            idleBytes -= kept?.writer.bytes.length ?? 0;
            const buffers = kept ?? { writer: new RowWriter(), ids: new IdList() };
            rows = { table, ...buffers, segmentOffsets: [], workloads: new Map() };
            tables.set(table, rows);
          }
          return rows;
        },
        get rows() {
          return sum(({ segmentOffsets }) => segmentOffsets.length);
        },
        get bytes() {
          return sum(({ writer }) => writer.length);
        },
      };
    },
    release(batch) {
      for (const { writer, ids } of batch.tables.values()) {
        writer.clear();
        ids.clear();
        const bytes = writer.bytes.length;
        if (bytes > MAX_KEPT_BYTES || idleBytes + bytes > MAX_IDLE_BYTES) continue;
        idle.push({ writer, ids });
        idleBytes += bytes;
      }
    },
  };
}
