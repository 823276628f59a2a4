import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { migrate } from '../../store/migrate.ts';
import { migrations } from '../../store/migrations.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { RAW_RETENTION_DAYS, useDatabase } from '../support/database.ts';
import { writeSegment, type RawRow } from '../support/segments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Tables are renewed one after another.
vi.setConfig({ testTimeout: 120_000 });
const database = useDatabase();
const folder = temporaryFolder('segments');
const settings = { rawRetentionDays: RAW_RETENTION_DAYS };
const versions = migrations(settings).map(({ version }) => version);
const HOUR = floorTo(Date.now(), HOUR_MS) - 2 * HOUR_MS;
const run = (sql: string): Promise<void> => database().command('test', sql);

let segments = 0;
async function send(table: 'runs' | 'events' | 'quarantine', rows: RawRow[]): Promise<void> {
  segments += 1;
  const path = join(folder, `${segments}.bin`);
  const segment = await writeSegment(database(), path, table, segments, rows);
  const target = { ...settings, spool: 'test', nextToken: randomUUID };
  await createSegmentTarget(database(), target).insert(segment);
}

async function namesOf(condition: string): Promise<string[]> {
  const rows = await database().query(
    'test',
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND ${condition}`,
    z.object({ name: z.string() }),
  );
  return rows.map(({ name }) => name);
}

const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];
/** The tables of the version before features, ages and clusters, and of the one before spans. */
const TABLES_OF_5 = [
  ...ROLLUPS,
  'rollup_entry',
  ...['runs', 'events', 'spans', 'quarantine'].flatMap((name) => [name, `${name}_entry`]),
  'run_index',
  'judgement',
  'cost',
  'incident',
  'deployment',
  'metric',
  'drift',
  'distribution',
  'dimension_hour',
  'ledger',
  'quarantine_replayed',
  'migration',
];
const LATER_THAN_2 = ['spans', 'spans_entry', 'drift', 'distribution', 'quarantine_replayed'];
const COLUMNS_LATER_THAN_2 = ['feature', 'role', 'method', 'p_value', 'distribution'];

/** Takes everything away that later versions have added; views fall with what they listen to. */
async function takeBackTo(version: 2 | 5): Promise<void> {
  const known = TABLES_OF_5.filter((name) => version === 5 || !LATER_THAN_2.includes(name));
  for (const view of await namesOf("engine = 'MaterializedView'")) await run(`DROP VIEW ${view}`);
  const tables = await namesOf("engine != 'MaterializedView'");
  for (const table of tables) {
    if (!known.includes(table)) await run(`DROP TABLE ${table}`);
    else if (!table.endsWith('_entry')) await run(`TRUNCATE TABLE ${table}`);
  }
  for (const table of [...ROLLUPS, 'rollup_entry']) {
    await run(`ALTER TABLE ${table} DROP COLUMN events_received`);
  }
  const applied = version === 5 ? [1, 2, 3, 4, 5] : [1, 2];
  await database().insertRows(
    'test',
    'migration',
    applied.map((one) => ({ version: one, name: 'earlier' })),
  );
  if (version === 5) return;
  for (const table of ['events', 'events_entry']) {
    const drops = COLUMNS_LATER_THAN_2.map((column) => `DROP COLUMN ${column}`);
    await run(`ALTER TABLE ${table} ${drops.join(', ')}`);
  }
}

const rejected = { id: 'q', workload: 'a', kind: 'run', body: '{}', errors: '[]' };
const distribution = { workload: 'a', ts: HOUR, feature: 'f', role: 'input', release: '1' };

/** What an earlier version kept. */
async function fillEarlierStore(version: 2 | 5): Promise<void> {
  await database().insertRows('test', 'quarantine', [{ ...rejected, received_at: HOUR }]);
  await database().insertRows('test', 'rollup_hour', [
    { workload: 'a', at: HOUR / 1000, runs: 3, errors: 1 },
  ]);
  if (version === 5) {
    await database().insertRows('test', 'distribution', [
      { ...distribution, distribution: '{"categories":{"x":2}}' },
    ]);
  }
}

test.each([2, 5] as const)(
  'a store of version %i keeps what it holds and takes everything that today’s takes',
  async (version) => {
    await takeBackTo(version);
    await fillEarlierStore(version);
    expect(await migrate(database(), settings)).toEqual(versions.filter((one) => one > version));
    expect(await migrate(database(), settings)).toEqual([]);

    const attributes = JSON.stringify({ data_as_of: HOUR });
    await send('runs', [{ workload: 'a', id: 'r', ts: HOUR, ok: 0, attributes }]);
    await send('events', [
      { workload: 'a', id: 'p', ts: HOUR, kind: 'probe', ok: 1 },
      { ...distribution, id: 'd', kind: 'distribution', distribution: '{"categories":{"x":1}}' },
    ]);
    await send('quarantine', [{ ...rejected, id: 'q2', received_at: HOUR }]);

    const question = { endMs: Date.now(), precision: 'exact', sinceMs: 0 } as const;
    const rows = (await readHistories(database(), ['a'], question)).get('a');
    const window = rows && createHistory(rows).window(HOUR, HOUR + HOUR_MS);
    expect(
      ['runs', 'errors', 'events_received'].map((name) => window?.sum(name as 'runs')),
    ).toEqual([4, 2, 2]);
    expect(rows).toMatchObject({
      dataAges: [{ hourMs: HOUR, asOfMs: HOUR }],
      rejected: [{ hourMs: HOUR, events: 2 }],
    });
    expect(rows?.features.map(({ release, counts }) => [release, counts.get('x')])).toEqual([
      ['1', version === 5 ? 3 : 1],
    ]);
  },
);

test('an upgrade that was cut off before it was recorded counts nothing twice', async () => {
  const question = { endMs: Date.now(), precision: 'exact', sinceMs: 0 } as const;
  const counted = async () => {
    const rows = (await readHistories(database(), ['a'], question)).get('a');
    return [rows?.features.map(({ counts }) => [...counts]), rows?.rejected, rows?.dataAges];
  };
  const before = await counted();
  await run('ALTER TABLE migration DELETE WHERE version > 5 SETTINGS mutations_sync = 1');
  expect(await migrate(database(), settings)).toEqual(versions.filter((one) => one > 5));
  expect(await counted()).toEqual(before);
});
