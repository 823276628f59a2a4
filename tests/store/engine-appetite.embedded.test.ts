import { expect, test } from 'vitest';
import { z } from 'zod';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

test('the embedded engine keeps no logs of its own that grow', async () => {
  await database().command('test', 'SYSTEM FLUSH LOGS');
  const logs = await database().query(
    'test',
    `SELECT name FROM system.tables WHERE database = 'system'
       AND (engine LIKE '%MergeTree' AND engine NOT LIKE 'System%' OR name LIKE '%_log')`,
    z.object({ name: z.string() }),
  );
  expect(logs).toEqual([]);
});

/** Caches of what the schema has; those of other kinds of tables and indexes stay empty. */
const USED = [
  'mark_cache_size',
  'index_mark_cache_size',
  'primary_index_cache_size',
  'uncompressed_cache_size',
  'index_uncompressed_cache_size',
  'query_condition_cache_size',
  'compiled_expression_cache_size',
];
const MOST_BYTES = 268_435_456;

test('what the embedded engine keeps in memory to be quicker is capped', async () => {
  const caches = await database().query(
    'test',
    `SELECT name, toUInt64(value) AS bytes FROM system.server_settings
     WHERE name IN {used: Array(String)}`,
    z.object({ name: z.string(), bytes: z.number().max(MOST_BYTES) }),
    { used: USED },
  );
  expect(caches.map(({ name }) => name).toSorted()).toEqual(USED.toSorted());
});

test('the embedded engine merges with one thread, so that whoever asks meanwhile has a core', async () => {
  const pool = await database().query(
    'test',
    `SELECT name, toUInt32(value) AS value FROM system.server_settings
     WHERE name IN ('background_pool_size', 'background_merges_mutations_concurrency_ratio')`,
    z.object({ name: z.string(), value: z.number() }),
  );
  expect(new Map(pool.map(({ name, value }) => [name, value]))).toEqual(
    new Map([
      ['background_pool_size', 1],
      ['background_merges_mutations_concurrency_ratio', 4],
    ]),
  );
});
