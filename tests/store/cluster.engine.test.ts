import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterStatements } from '../../store/cluster/cluster-statement.ts';
import { migrations, renewTables } from '../../store/migrations.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A cluster of one node: the engine itself. It has no Keeper, so nothing is replicated here. */
const CONFIG = `<clickhouse><tcp_port>9000</tcp_port>
  <remote_servers><own><shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard></own></remote_servers>
  <macros><shard>01</shard><replica>r1</replica></macros></clickhouse>`;

const folder = temporaryFolder('cluster');
const settings = { rawRetentionDays: 90 };
const created = migrations(settings).flatMap(({ statements, isUpgrade }) =>
  isUpgrade ? [] : statements,
);
const onCluster = (statement: string): string[] => clusterStatements(statement, 'own');
let run: (sql: string) => Promise<string>;
let close: () => Promise<void>;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'config.xml');
  await writeFile(config, CONFIG);
  const require = createRequire(import.meta.url);
  const { Session, drainPending } = require('chdb') as typeof import('chdb');
  const session = new Session(join(folder, 'data'), {
    connectionArgs: [`--config-file=${config}`],
  });
  run = async (sql) => Buffer.from((await session.queryAsync(sql)).bytes()).toString();
  close = async () => {
    session.close();
    await drainPending();
  };
  await run('CREATE DATABASE bellwether');
  await run('USE bellwether');
});
afterAll(() => close());

/** What one node does of a statement: without the queue of the cluster and its copies. */
const alone = (statement: string): string =>
  statement
    .replace(/ ON CLUSTER own\b/, '')
    .replace(/ENGINE = Replicated(\w*)MergeTree\('[^']*', '[^']*'(?:, )?/, 'ENGINE = $1MergeTree(')
    .replace('replicated_deduplication_window', 'non_replicated_deduplication_window');

test('the engine reads every statement of the migrations as it is sent to a cluster', async () => {
  for (const statement of [...created, ...renewTables(settings)].flatMap(onCluster)) {
    if (!statement.trimStart().startsWith('INSERT')) await run(`EXPLAIN AST ${statement}`);
  }
});

test('rows given to the table over all shards reach the shard’s tables, and are found over all again', async () => {
  for (const statement of created.flatMap(onCluster)) await run(alone(statement));
  await run(`INSERT INTO runs_entry (workload, id, ts, received_at, sign, ok, spool_segment)
    SETTINGS distributed_foreground_insert = 1
    SELECT 'w', toString(number), now(), now(), 1, 1, 7 FROM numbers(10)`);
  const tables = [
    'runs_local',
    'runs',
    'run_index',
    'rollup_minute_local',
    'rollup_minute',
    'rollup_day',
  ];
  for (const table of tables) {
    const counted = table.startsWith('rollup') ? 'sum(runs)' : 'count()';
    expect(`${table}: ${(await run(`SELECT ${counted} FROM ${table} FORMAT TSV`)).trim()}`).toBe(
      `${table}: 10`,
    );
  }
});

test('a change of columns and an erasure reach the rows', async () => {
  for (const statement of renewTables(settings).flatMap(onCluster)) await run(alone(statement));
  for (const statement of onCluster(
    `ALTER TABLE runs DELETE WHERE id = '3' SETTINGS mutations_sync = 2`,
  )) {
    await run(alone(statement));
  }
  expect((await run('SELECT count() FROM runs FORMAT TSV')).trim()).toBe('9');
});
