import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { RAW_RETENTION_DAYS, useDatabase } from '../support/database.ts';
import { makeFirstStore } from './first-store.ts';

vi.setConfig({ testTimeout: 300_000 });
const database = useDatabase();
const settings = { rawRetentionDays: RAW_RETENTION_DAYS };
const run = (sql: string): Promise<void> => database().command('test', sql);

async function tables(): Promise<{ name: string; engine: string }[]> {
  return database().query(
    'test',
    'SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name',
    z.object({ name: z.string(), engine: z.string() }),
  );
}

async function startAnew(): Promise<void> {
  for (const { name, engine } of await tables()) {
    await run(`DROP ${engine === 'MaterializedView' ? 'VIEW' : 'TABLE'} IF EXISTS ${name} SYNC`);
  }
  await makeFirstStore(database());
}

/** Every table, column, view and row there is. */
async function describeStore(): Promise<Record<string, unknown>> {
  const described: Record<string, unknown> = {};
  described['schema'] = await database().query(
    'test',
    `SELECT name, engine_full, as_select FROM system.tables
     WHERE database = currentDatabase() ORDER BY name`,
    z.object({ name: z.string(), engine_full: z.string(), as_select: z.string() }),
  );
  for (const { name, engine } of await tables()) {
    if (!engine.endsWith('MergeTree')) continue;
    const columns = name === 'migration' ? 'version, name' : '*';
    const rows = await database().queryCompact(
      'test',
      `SELECT ${columns} FROM ${name}`,
      z.array(z.unknown()),
    );
    described[name] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return described;
}

class Killed extends Error {}

/** The database as a program sees it that is killed before one of its statements. */
function killedBefore(statement: number): { database: Database; reached: () => number } {
  let count = 0;
  const step = (): void => {
    count += 1;
    if (count >= statement) throw new Killed();
  };
  const real = database();
  return {
    reached: () => count,
    database: {
      ...real,
      async command(...parameters) {
        step();
        await real.command(...parameters);
      },
      async insertRows(...parameters) {
        step();
        await real.insertRows(...parameters);
      },
    },
  };
}

/**
 * Renewing tables and views comes first, in some 150 statements that are alike: a few of them are
 * enough. Of the steps behind it, and of their entries in the list, each is one to be killed before.
 */
const LATE_STATEMENTS = 20;
const EARLY_STRIDE = 17;

test('an upgrade from the first version that is killed before each of its steps ends as one that is not', async () => {
  await startAnew();
  const whole = killedBefore(Number.POSITIVE_INFINITY);
  const applied = await migrate(whole.database, settings);
  expect(applied[0]).toBe(3);
  const expected = await describeStore();
  expect(JSON.stringify(expected['rollup_hour'])).not.toBe('[]');
  expect(JSON.stringify(expected['rejected_hour'])).not.toBe('[]');

  await startAnew();
  // Each life gets further than the one before, from where that one left the store.
  const late = whole.reached() - LATE_STATEMENTS;
  for (
    let statement = 1;
    statement <= whole.reached();
    statement += statement < late ? EARLY_STRIDE : 1
  ) {
    const life = killedBefore(statement);
    const ended = await migrate(life.database, settings).catch((error: unknown) => error);
    // What is recorded is not repeated: a later life may be through already.
    if (!(ended instanceof Killed)) break;
  }
  await migrate(database(), settings);
  expect(await describeStore()).toEqual(expected);
  expect(await migrate(database(), settings)).toEqual([]);
});
