import { describe, expect, test } from 'vitest';
import { clusterStatements, isSharded, localName } from '../../store/cluster/cluster-statement.ts';
import { migrations, renewTables } from '../../store/migrations.ts';

const settings = { rawRetentionDays: 90 };
const all = [
  ...migrations(settings).flatMap(({ statements }) => statements),
  ...renewTables(settings),
];
const onCluster = (statement: string): string[] => clusterStatements(statement, 'own');

describe('a statement for a cluster', () => {
  test('makes a table of telemetry in two layers, sharded by workload', () => {
    expect(
      onCluster(`CREATE TABLE IF NOT EXISTS runs (workload String, at DateTime)
        ENGINE = ReplacingMergeTree(at) ORDER BY at SETTINGS non_replicated_deduplication_window = 9`),
    ).toEqual([
      `CREATE TABLE IF NOT EXISTS runs_local ON CLUSTER own (workload String, at DateTime)
        ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/runs_local', '{replica}', at) ORDER BY at SETTINGS replicated_deduplication_window = 9`,
      `CREATE TABLE IF NOT EXISTS runs ON CLUSTER own AS runs_local
       ENGINE = Distributed('own', currentDatabase(), 'runs_local', cityHash64(workload))`,
    ]);
  });

  test('makes a table of decisions whole on every node', () => {
    expect(
      onCluster('CREATE TABLE IF NOT EXISTS ledger (id String) ENGINE = MergeTree ORDER BY id'),
    ).toEqual([
      `CREATE TABLE IF NOT EXISTS ledger ON CLUSTER own (id String) ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/{database}/ledger', '{shard}-{replica}') ORDER BY id`,
    ]);
  });

  test('keeps what a view reads and writes on its shard', () => {
    expect(
      onCluster(
        'CREATE MATERIALIZED VIEW IF NOT EXISTS v TO runs AS SELECT a FROM (SELECT a FROM runs_entry GROUP BY a)',
      ),
    ).toEqual([
      'CREATE MATERIALIZED VIEW IF NOT EXISTS v ON CLUSTER own TO runs_local AS SELECT a FROM (SELECT a FROM runs_entry_local GROUP BY a)',
    ]);
  });

  test('changes both layers where it changes columns, and the shards alone otherwise', () => {
    expect(onCluster('ALTER TABLE runs ADD COLUMN IF NOT EXISTS a String')).toHaveLength(2);
    expect(onCluster('ALTER TABLE runs DELETE WHERE a = 1 SETTINGS mutations_sync = 2')).toEqual([
      'ALTER TABLE runs_local ON CLUSTER own DELETE WHERE a = 1 SETTINGS mutations_sync = 2',
    ]);
  });

  test('leaves questions and inserts as they are', () => {
    for (const statement of ['SELECT 1 FROM runs', 'INSERT INTO runs (a) SELECT 1']) {
      expect(onCluster(statement)).toEqual([statement]);
    }
  });
});

test('of the migrations every statement that changes a table does so on the whole cluster, replicated', () => {
  for (const statement of all.flatMap(onCluster)) {
    if (statement.trimStart().startsWith('INSERT')) continue;
    expect(statement).toMatch(/ ON CLUSTER own\b/);
    expect(statement).not.toMatch(/ENGINE = (Aggregating|Replacing|)MergeTree/);
    expect(statement).not.toContain('non_replicated');
  }
});

test('no view of a shard reads or fills a table over all shards', () => {
  const views = all.flatMap(onCluster).filter((one) => one.includes('MATERIALIZED VIEW'));
  expect(views.length).toBeGreaterThan(20);
  for (const view of views) {
    const [, from] = /\bFROM (\w+_entry\w*)/.exec(view) ?? [];
    const [, to] = / TO (\w+)/.exec(view) ?? [];
    expect([from, to]).toEqual([
      expect.stringMatching(/_local$/),
      expect.stringMatching(/_local$/),
    ]);
  }
});

test('every table of telemetry is sharded, and none of decisions', () => {
  expect(['runs', 'spans', 'rollup_hour', 'cut_hour', 'runs_entry'].every(isSharded)).toBe(true);
  expect(['ledger', 'alert_log', 'credential', 'migration', 'process'].some(isSharded)).toBe(false);
  expect(localName('runs')).toBe('runs_local');
});
