import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { RAW_RETENTION_DAYS } from '../support/database.ts';
import { writeSegment } from '../support/segments.ts';
import { NOW_MS, run } from './store-under-test.ts';

/** Something the store is asked to do, once: to be tried, and tried again once nothing is wrong. */
export interface Attempt {
  /** A caller that was told `unavailable` calls the same again. */
  readonly act: () => Promise<unknown>;
  /** What holds after an attempt that failed, before the next. */
  readonly whenFailed?: () => Promise<void>;
  /** What holds once one has gone well, however many came before. */
  readonly whenDone: () => Promise<void>;
}

/** A kind of operation: makes an attempt with telemetry and names of its own. */
export type Operation = (database: Database, folder: string) => Promise<Attempt>;

/** Settings of the migrations. */
export const MIGRATION_SETTINGS = { rawRetentionDays: RAW_RETENTION_DAYS };
/** How many runs a segment of {@link someRuns} has. */
export const RUNS = 6;
const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];
let segments = 0;

/** The number that each select is answered with. */
export async function numbersOf(database: Database, ...selects: string[]): Promise<number[]> {
  const row = z.array(z.number());
  const sql = `SELECT ${selects.map((select) => `toInt64((${select}))`).join(', ')}`;
  return (await database.queryCompact('test', sql, row))[0] ?? [];
}
/** Runs of a workload in the raw table and in each roll-up. */
export const runsOf = (database: Database, workload: string): Promise<number[]> =>
  numbersOf(
    database,
    `SELECT sum(sign) FROM runs WHERE workload = '${workload}'`,
    ...ROLLUPS.map((table) => `SELECT sum(runs) FROM ${table} WHERE workload = '${workload}'`),
  );
/** The same number in each of them. */
export const everywhere = (rows: number): number[] => [rows, ...ROLLUPS.map(() => rows)];

/** A segment of some runs of a workload of its own, in two months. */
export async function someRuns(database: Database, folder: string) {
  segments += 1;
  const workload = `w-${segments}`;
  const rows = Array.from({ length: RUNS }, (_, i) =>
    run(workload, String(i), NOW_MS - (i % 2) * 40 * 86_400_000, { release: 'r1' }),
  );
  const path = join(folder, `${segments}.bin`);
  const segment = await writeSegment(database, path, 'runs', segments, rows);
  const settings = { ...MIGRATION_SETTINGS, spool: `test-${segments}`, nextToken: randomUUID };
  return { workload, segment, target: createSegmentTarget(database, settings) };
}
