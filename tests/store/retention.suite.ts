import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DAY_MS } from '../../core/time.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { migrate } from '../../store/migrate.ts';
import { keepRetention } from '../../store/retention.ts';
import { rawKeepers } from '../../store/tables/row-keepers.ts';
import { RAW_RETENTION_DAYS, type TRANSPORTS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW_MS = Date.now();
const RAW_TABLES = rawKeepers(RAW_RETENTION_DAYS).map(({ table }) => table);

/** What the store promises about how long it keeps, whichever way it is reached. */
export function describeRetention(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const folder = temporaryFolder('segments');
  let segments = 0;
  const send = async (rows: readonly RawRow[]): Promise<void> => {
    segments += 1;
    const path = join(folder, `${segments}.bin`);
    const segment = await writeSegment(database(), path, 'runs', segments, rows);
    const settings = { rawRetentionDays: RAW_RETENTION_DAYS, spool: 'test', nextToken: randomUUID };
    await createSegmentTarget(database(), settings).insert(segment);
  };
  const numberOf = async (sql: string, workload: string): Promise<number> => {
    const [row] = await database().query('test', sql, z.object({ n: z.number() }), { workload });
    return row?.n ?? 0;
  };
  const rawRuns = (workload: string): Promise<number> =>
    numberOf('SELECT count() AS n FROM runs WHERE workload = {workload: String}', workload);
  const summedRuns = (workload: string): Promise<number[]> =>
    Promise.all(
      ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'].map((table) =>
        numberOf(
          `SELECT toFloat64(sum(runs)) AS n FROM ${table} WHERE workload = {workload: String}`,
          workload,
        ),
      ),
    );
  const merge = (): Promise<void> => database().command('test', 'OPTIMIZE TABLE runs FINAL');

  describe(`retention, ${transport}`, () => {
    test('a start with the same retention changes nothing', async () => {
      expect(await keepRetention(database(), RAW_RETENTION_DAYS)).toEqual([]);
    });

    test('a shorter retention takes effect at the next start: old raw rows go, their sums stay', async () => {
      const received = [5, 20, 60].map((days) => NOW_MS - days * DAY_MS);
      await send(
        received.map((at, i) => ({ workload: 'a', id: String(i), ts: at, received_at: at })),
      );
      await merge();
      expect(await rawRuns('a')).toBe(3);
      await migrate(database(), { rawRetentionDays: 30 });
      await merge();
      expect([await rawRuns('a'), await summedRuns('a')]).toEqual([2, [3, 3, 3, 3]]);
      expect(await keepRetention(database(), 30)).toEqual([]);
    });

    test('a longer retention holds on to what the shorter one would have dropped', async () => {
      await migrate(database(), { rawRetentionDays: 400 });
      const at = NOW_MS - 300 * DAY_MS;
      await send([{ workload: 'b', id: '1', ts: at, received_at: at }]);
      await merge();
      expect(await rawRuns('b')).toBe(1);
    });

    test('retention counts from receipt, not from when an event happened', async () => {
      await migrate(database(), { rawRetentionDays: 30 });
      const old = NOW_MS - 200 * DAY_MS;
      await send([
        { workload: 'c', id: '1', ts: old, received_at: NOW_MS },
        { workload: 'c', id: '2', ts: NOW_MS, received_at: old },
      ]);
      await merge();
      expect(await rawRuns('c')).toBe(1);
    });

    test('every raw table follows', async () => {
      expect(await keepRetention(database(), 45)).toEqual(RAW_TABLES);
      expect(await keepRetention(database(), 45)).toEqual([]);
    });

    test('one block may span every day that the contract takes', async () => {
      const days = Array.from({ length: 401 }, (_, day) => NOW_MS - day * DAY_MS);
      await send(days.map((ts, i) => ({ workload: 'd', id: String(i), ts, received_at: NOW_MS })));
      const [byMinute = 0, alsoByMinute = 0, ...longer] = await summedRuns('d');
      expect([await rawRuns('d'), longer]).toEqual([401, [401, 401]]);
      // 13 months are a few days less than the contract takes.
      expect(Math.min(byMinute, alsoByMinute)).toBeGreaterThanOrEqual(390);
    });
  });
}
