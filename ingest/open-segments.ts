import { join } from 'node:path';
import type { RawTable } from '../store/raw-columns.ts';
import { IdList } from './id-list.ts';
import { addSpan, type RowBatch, type TableRows, type WorkloadSpans } from './row-batch.ts';
import { byId, segmentFileName, type WaitingSegment } from './segment-files.ts';
import type { SpoolFile, SpoolFiles } from './spool-files.ts';

interface OpenSegment {
  readonly table: RawTable;
  readonly id: bigint;
  readonly path: string;
  readonly file: SpoolFile;
  readonly workloads: WorkloadSpans;
  readonly ids: IdList;
  readonly sinceMs: number;
  /** Synced; what lies beyond is promised to nobody. */
  rows: number;
  bytes: number;
}

/**
 * The segments being written, at most one a raw table. They are sealed all together, so that
 * segments leave in the order of their ids whatever table they are for.
 */
export interface OpenSegments {
  /**
   * Writes batches and syncs them: all of it is on disk, or the call rejects and the segments are
   * damaged until `seal` has cut them back.
   */
  write(batches: readonly RowBatch[]): Promise<void>;
  /** Closes the segments and cuts damaged ones back; rejects, and can be tried again, while that fails. */
  seal(): Promise<WaitingSegment[]>;
  readonly isDamaged: boolean;
  /** Rows and bytes of the largest segment, and the sum. */
  readonly rows: number;
  readonly largestBytes: number;
  readonly bytes: number;
  readonly count: number;
  /** When the first of the rows came, epoch milliseconds. */
  readonly sinceMs: number | null;
}

const TWO_32 = 0x1_0000_0000n;

/** Writes the segment's id into rows that were encoded before it was known. */
function stamp({ writer, segmentOffsets }: TableRows, id: bigint): void {
  const low = Number(id % TWO_32);
  const high = Number(id / TWO_32);
  for (const offset of segmentOffsets) writer.patchUint64(offset, low, high);
}

function byTable(batches: readonly RowBatch[]): Map<RawTable, TableRows[]> {
  const grouped = new Map<RawTable, TableRows[]>();
  for (const { tables } of batches) {
    for (const [table, rows] of tables) {
      if (rows.segmentOffsets.length === 0) continue;
      const group = grouped.get(table);
      if (group) group.push(rows);
      else grouped.set(table, [rows]);
    }
  }
  return grouped;
}

export function createOpenSegments(
  files: SpoolFiles,
  folder: string,
  nextId: () => Promise<bigint>,
  now: () => number,
): OpenSegments {
  const open = new Map<RawTable, OpenSegment>();
  let isDamaged = false;

  async function openSegment(table: RawTable): Promise<OpenSegment> {
    const id = await nextId();
    const path = join(folder, segmentFileName(id, table));
    const file = await files.create(path);
    const segment: OpenSegment = {
      table,
      id,
      path,
      file,
      workloads: new Map(),
      ids: new IdList(),
      sinceMs: now(),
      rows: 0,
      bytes: 0,
    };
    open.set(table, segment);
    return segment;
  }

  async function writeAndSync(groups: Map<RawTable, TableRows[]>): Promise<void> {
    const countBefore = open.size;
    const touched: OpenSegment[] = [];
    for (const [table, group] of groups) {
      const segment = open.get(table) ?? (await openSegment(table));
      touched.push(segment);
      for (const rows of group) stamp(rows, segment.id);
      await segment.file.write(
        group.map(({ writer }) => writer.written()),
        segment.bytes,
      );
    }
    await Promise.all(touched.map(({ file }) => file.sync()));
    if (open.size > countBefore) await files.syncFolder(folder);
  }

  function account(groups: Map<RawTable, TableRows[]>): void {
    for (const [table, group] of groups) {
      const segment = open.get(table) as OpenSegment;
      for (const { writer, segmentOffsets, workloads, ids } of group) {
        segment.rows += segmentOffsets.length;
        segment.bytes += writer.length;
        for (const [workload, span] of workloads) addSpan(segment.workloads, workload, span);
        segment.ids.append(ids);
      }
    }
  }

  /** Removes whatever was written but not promised, and makes sure that it stays removed. */
  async function cutBack(): Promise<void> {
    for (const { path, file, bytes } of open.values()) {
      await file.close().catch(() => {});
      await files.cut(path, bytes);
    }
    await files.syncFolder(folder);
    isDamaged = false;
  }

  const all = (): OpenSegment[] => [...open.values()];
  return {
    async write(batches) {
      const groups = byTable(batches);
      try {
        await writeAndSync(groups);
      } catch (error) {
        isDamaged = true;
        throw error;
      }
      account(groups);
    },
    async seal() {
      if (isDamaged) await cutBack();
      else for (const { file } of open.values()) await file.close().catch(() => {});
      const segments = all().sort(byId);
      open.clear();
      for (const { path, rows } of segments) if (rows === 0) await files.remove(path);
      return segments
        .filter(({ rows }) => rows > 0)
        .map(({ table, id, path, rows, bytes, workloads, ids, sinceMs }) => ({
          table,
          id,
          path,
          rows,
          bytes,
          workloads: table === 'quarantine' ? null : workloads,
          ids,
          sinceMs,
          mayHaveBegun: false,
        }));
    },
    get isDamaged() {
      return isDamaged;
    },
    get rows() {
      return Math.max(0, ...all().map(({ rows }) => rows));
    },
    get largestBytes() {
      return Math.max(0, ...all().map(({ bytes }) => bytes));
    },
    get bytes() {
      return all().reduce((sum, { bytes }) => sum + bytes, 0);
    },
    get count() {
      return open.size;
    },
    get sinceMs() {
      const times = all().map(({ sinceMs }) => sinceMs);
      return times.length > 0 ? Math.min(...times) : null;
    },
  };
}
