import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import type { RawTable } from '../../store/raw-columns.ts';
import { RAW_RETENTION_DAYS, TRANSPORTS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** In the middle of an hour, so that what is around it lies in one. */
export const NOW_MS = floorTo(Date.now(), HOUR_MS) + 30 * MINUTE_MS;
const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];

/** The row of a run. */
export const run = (workload: string, id: string, tsMs: number, fields: RawRow = {}): RawRow => ({
  workload,
  id,
  ts: tsMs,
  ...fields,
});

/** A database of the test file's own, and a spool's end of it. */
export function useStore(transport: (typeof TRANSPORTS)[number]) {
  const database = useDatabase(transport);
  const folder = temporaryFolder('segments');
  let segments = 0;
  const target = () =>
    createSegmentTarget(database(), {
      rawRetentionDays: RAW_RETENTION_DAYS,
      spool: 'test',
      nextToken: randomUUID,
    });
  const segment = async (table: RawTable, rows: readonly RawRow[]) => {
    segments += 1;
    return writeSegment(database(), join(folder, `${segments}.bin`), table, segments, rows);
  };
  const send = async (table: RawTable, rows: readonly RawRow[]): Promise<void> =>
    target().insert(await segment(table, rows));
  const sums = async (workload: string): Promise<number[]> =>
    Promise.all(
      ROLLUPS.map(async (table) => {
        const [row] = await database().query(
          'test',
          `SELECT toFloat64(sum(runs)) AS n FROM ${table} WHERE workload = {workload: String}`,
          z.object({ n: z.number() }),
          { workload },
        );
        return row?.n ?? 0;
      }),
    );
  return { database, target, segment, send, sums };
}
