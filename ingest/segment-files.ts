import { createHash } from 'node:crypto';
import { RAW_TABLES, rowBinaryStructure, type RawTable } from '../store/raw-columns.ts';
import type { SealedSegment } from '../store/segment-target.ts';
import type { IdList } from './id-list.ts';
import type { WorkloadSpans } from './row-batch.ts';

/** A segment that waits to be handed over, and what is known of it. */
export interface WaitingSegment extends SealedSegment {
  /** What it holds by workload; null for quarantine, whose workloads are only claims. */
  readonly workloads: WorkloadSpans | null;
  /** Hashes of the ids in it; empty for quarantine. */
  readonly ids: IdList;
  /** When its first row was received, epoch milliseconds. */
  readonly sinceMs: number;
  /** Whether a hand-over may have begun, here or before a restart. */
  mayHaveBegun: boolean;
}

/** What a segment's file name says. */
export interface SegmentName {
  readonly id: bigint;
  readonly table: RawTable;
  /** Stands for the column list that the rows were written with. */
  readonly layout: string;
}

const NAME = /^(\d{20})\.([a-z_]+)\.([0-9a-f]{8})\.rows$/;

/** Short mark of a table's column list: rows of another layout must never be read as this one's. */
export function layoutOf(table: RawTable): string {
  return createHash('sha256').update(rowBinaryStructure(table)).digest('hex').slice(0, 8);
}

/** @example segmentFileName(7n, 'runs') // '00000000000000000007.runs.1f0c2a9b.rows' */
export function segmentFileName(id: bigint, table: RawTable): string {
  return `${id.toString().padStart(20, '0')}.${table}.${layoutOf(table)}.rows`;
}

/** @returns null where the name is not a segment's */
export function parseSegmentFileName(name: string): SegmentName | null {
  const [, id, table, layout] = NAME.exec(name) ?? [];
  if (id === undefined || table === undefined || layout === undefined) return null;
  if (!Object.hasOwn(RAW_TABLES, table)) return null;
  return { id: BigInt(id), table: table as RawTable, layout };
}

/** Order in which segments are handed over: by id. */
export function byId(a: { readonly id: bigint }, b: { readonly id: bigint }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
