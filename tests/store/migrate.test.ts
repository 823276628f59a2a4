import { expect, test } from 'vitest';
import { migrate } from '../../store/migrate.ts';
import { migrations } from '../../store/migrations.ts';
import { RAW_RETENTION_DAYS, useDatabase } from '../support/database.ts';

const database = useDatabase();
const settings = { rawRetentionDays: RAW_RETENTION_DAYS };
const versions = migrations(settings).map(({ version }) => version);

test('a migrated store is left as it is', async () => {
  expect(await migrate(database(), settings)).toEqual([]);
});

test('a migration that was cut off before it was recorded runs again', async () => {
  await database().command('test', 'TRUNCATE TABLE migration');
  expect(await migrate(database(), settings)).toEqual(versions);
});

test('migrations are numbered in the order they run in', () => {
  expect(versions.every((version, i) => i === 0 || version > versions[i - 1]!)).toBe(true);
});

test('a store that a newer program changed is refused with a word on what to do', async () => {
  await database().insertRows('test', 'migration', [{ version: 9999, name: 'from the future' }]);
  await expect(migrate(database(), settings)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('newer version'),
  });
});
