import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadRows } from '../../store/backup/load-rows.ts';
import { dropSnapshots, openSnapshot } from '../../store/backup/snapshot.ts';
import { useDatabase, type TRANSPORTS } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOUR_S = Math.floor(Date.now() / 3_600_000) * 3600;

/** What a backup promises of a store, over any transport. */
export function describeBackups(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const folder = temporaryFolder("backup-of-o'clock");
  const sums = () =>
    database().query(
      'test',
      'SELECT count() AS parts, sum(runs) AS runs, sum(errors) AS errors FROM rollup_hour',
      z.object({ parts: z.number(), runs: z.number(), errors: z.number() }),
    );
  const add = (workload: string, runs: number) =>
    database().insertRows('test', 'rollup_hour', [{ workload, at: HOUR_S, runs, errors: 1 }]);

  test('a snapshot stays as it was, and loads back row by row as it was', async () => {
    // Equal rows in parts of their own: neither is taken for the other's repetition.
    await add('a', 3);
    await add('a', 3);
    await add('b', 5);
    const before = await sums();
    const snapshot = await openSnapshot(database());
    await add('c', 7);
    const table = snapshot.tables.find(({ name }) => name === 'rollup_hour');
    const chunks = snapshot.chunks.filter((chunk) => chunk.table === 'rollup_hour');
    expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(table?.rows);
    await database().command('test', 'TRUNCATE TABLE rollup_hour');
    for (const [i, chunk] of chunks.entries()) {
      const path = join(folder, `${i}.native.gz`);
      await writeFile(path, gzipSync(await snapshot.read(chunk)));
      await loadRows(database(), { table: 'rollup_hour', columns: table?.columns ?? [], path });
    }
    expect((await sums()).map(({ runs, errors }) => [runs, errors])).toEqual(
      before.map(({ runs, errors }) => [runs, errors]),
    );
    await snapshot.close();
  });

  test('copies that a kill left are dropped, and nothing else', async () => {
    const names = () =>
      database().query(
        'test',
        'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name',
        z.object({ name: z.string() }),
      );
    const before = await names();
    await openSnapshot(database());
    expect((await names()).length).toBeGreaterThan(before.length);
    await dropSnapshots(database());
    expect(await names()).toEqual(before);
  });

  test('rows that were cut off are not loaded', async () => {
    const snapshot = await openSnapshot(database());
    const chunk = snapshot.chunks.find(({ table }) => table === 'migration');
    if (!chunk) throw new Error('there are migrations');
    const path = join(folder, 'cut.native.gz');
    await writeFile(path, gzipSync((await snapshot.read(chunk)).slice(0, -3)));
    const file = { table: 'migration', columns: ['version', 'name', 'applied_at'], path };
    await expect(loadRows(database(), file)).rejects.toThrow();
    await snapshot.close();
  });
}
