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

/**
 * What the engine itself leaves out the second time, by what the statement says: nothing takes such a table,
 * column or setting away again.
 */
const LASTING =
  /^\s*(CREATE TABLE IF NOT EXISTS|ALTER TABLE \w+ (ADD COLUMN IF NOT EXISTS|MODIFY SETTING))/;

/** Renewed by each life anew. Once one has got past them, what it leaves behind is the same whether it was. */
const VIEWS = /^\s*(DROP VIEW|CREATE MATERIALIZED VIEW)/;
const BEHIND_VIEWS = /MODIFY SETTING/;

/**
 * The database as one program after another sees it, each killed before one of its statements.
 * @returns the next life, and how many statements it has reached
 */
function createLives() {
  const lasting = new Set<string>();
  let areViewsRenewed = false;
  const real = database();
  return (killedBefore: number): { database: Database; reached: () => number } => {
    let count = 0;
    const step = (): void => {
      count += 1;
      if (count >= killedBefore) throw new Killed();
    };
    return {
      reached: () => count,
      database: {
        ...real,
        async command(name, sql, parameters) {
          step();
          // Not sent again: with it, a life for each statement would take minutes.
          if (lasting.has(sql) || (areViewsRenewed && VIEWS.test(sql))) return;
          await real.command(name, sql, parameters);
          if (LASTING.test(sql)) lasting.add(sql);
          areViewsRenewed ||= BEHIND_VIEWS.test(sql);
        },
        async insertRows(...parameters) {
          step();
          await real.insertRows(...parameters);
        },
      },
    };
  };
}

/** Renewing tables and views alone are some 120 statements; what is recorded is not repeated. */
const LIVES_AT_LEAST = 100;

test('an upgrade from the first version that is killed before each of its steps ends as one that is not', async () => {
  await startAnew();
  const whole = createLives()(Number.POSITIVE_INFINITY);
  const applied = await migrate(whole.database, settings);
  expect(applied[0]).toBe(3);
  const expected = await describeStore();
  expect(JSON.stringify(expected['rollup_hour'])).not.toBe('[]');
  expect(JSON.stringify(expected['rejected_hour'])).not.toBe('[]');

  await startAnew();
  // Each life gets one statement further than the one before, from where that one left the store.
  const nextLife = createLives();
  let lives = 0;
  for (let isThrough = false; !isThrough;) {
    lives += 1;
    isThrough = await migrate(nextLife(lives).database, settings).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return false;
      },
    );
  }
  expect(lives).toBeGreaterThan(LIVES_AT_LEAST);
  await migrate(database(), settings);
  expect(await describeStore()).toEqual(expected);
  expect(await migrate(database(), settings)).toEqual([]);
});
