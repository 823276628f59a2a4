import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { openAlertLog } from '../../store/alert-log.ts';
import { loadRows } from '../../store/backup/load-rows.ts';
import { openSnapshot, type Snapshot } from '../../store/backup/snapshot.ts';
import { claimControlEpoch } from '../../store/control-epoch.ts';
import { createCutSums } from '../../store/cut-sums.ts';
import type { Database } from '../../store/database.ts';
import { eraseWorkload } from '../../store/erase.ts';
import { exportRows } from '../../store/export-rows.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { readRows as readLedger } from '../../store/ledger/stored-row.ts';
import { migrate } from '../../store/migrate.ts';
import { migrations } from '../../store/migrations.ts';
import { nativeBlocks } from '../../store/native-format.ts';
import { findAssessment } from '../../store/questions/find-assessment.ts';
import { storeAssessments } from '../../store/questions/store-assessments.ts';
import { RAW_RETENTION_DAYS } from '../support/database.ts';
import { writeSegment } from '../support/segments.ts';
import { NOW_MS, run } from './store-under-test.ts';

/** Something the store is asked to do, once: to be tried, and tried again once nothing is wrong. */
export interface Attempt {
  /** A caller that was told `unavailable` calls the same again. */
  readonly act: () => Promise<unknown>;
  /** What holds after an attempt that failed, before the next. */
  readonly whenFailed?: () => Promise<void>;
  /** What holds once one has gone well, however many came before. */
  readonly whenDone: () => Promise<void>;
}

/** A kind of operation: makes an attempt with telemetry and names of its own. */
export type Operation = (database: Database, folder: string) => Promise<Attempt>;

const MIGRATION_SETTINGS = { rawRetentionDays: RAW_RETENTION_DAYS };
const RUNS = 6;
const ROLLUPS = ['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'];
let segments = 0;

async function numbersOf(database: Database, ...selects: string[]): Promise<number[]> {
  const row = z.array(z.number());
  const sql = `SELECT ${selects.map((select) => `toInt64((${select}))`).join(', ')}`;
  return (await database.queryCompact('test', sql, row))[0] ?? [];
}
const runsOf = (database: Database, workload: string): Promise<number[]> =>
  numbersOf(
    database,
    `SELECT sum(sign) FROM runs WHERE workload = '${workload}'`,
    ...ROLLUPS.map((table) => `SELECT sum(runs) FROM ${table} WHERE workload = '${workload}'`),
  );
const everywhere = (rows: number): number[] => [rows, ...ROLLUPS.map(() => rows)];

/** A segment of some runs of a workload of its own, in two months. */
async function someRuns(database: Database, folder: string) {
  segments += 1;
  const workload = `w-${segments}`;
  const rows = Array.from({ length: RUNS }, (_, i) =>
    run(workload, String(i), NOW_MS - (i % 2) * 40 * 86_400_000, { release: 'r1' }),
  );
  const path = join(folder, `${segments}.bin`);
  const segment = await writeSegment(database, path, 'runs', segments, rows);
  const settings = { ...MIGRATION_SETTINGS, spool: `test-${segments}`, nextToken: randomUUID };
  return { workload, segment, target: createSegmentTarget(database, settings) };
}

const readRows: Operation = async (database) => {
  let found: number[] = [];
  return {
    async act() {
      const sql = 'SELECT number AS n FROM numbers(20000)';
      found = (await database.query('test', sql, z.object({ n: z.number() }))).map(({ n }) => n);
    },
    whenDone: async () => expect([found.length, found.at(-1)]).toEqual([20_000, 19_999]),
  };
};

const readNative: Operation = async (database) => {
  let rows = 0;
  return {
    async act() {
      const bytes = await database.queryNative('test', 'SELECT number AS n FROM numbers(20000)');
      rows = [...nativeBlocks(bytes)].reduce((sum, block) => sum + block.rows, 0);
    },
    whenDone: async () => expect(rows).toBe(20_000),
  };
};

const exportTelemetry: Operation = async (database, folder) => {
  const { workload, segment, target } = await someRuns(database, folder);
  await target.insert(segment);
  let path = '';
  return {
    act() {
      path = join(folder, randomUUID());
      const question = { kind: 'run', workloads: [workload], fromMs: null, toMs: null };
      return exportRows(database, question, 'ndjson', path);
    },
    async whenDone() {
      expect((await readFile(path, 'utf8')).match(/\}\n/g)).toHaveLength(RUNS);
    },
  };
};

/** @param mayHaveBegun as the spool knows of a segment: then it is repaired at once */
const handOver =
  (mayHaveBegun: boolean): Operation =>
  async (database, folder) => {
    const { workload, segment, target } = await someRuns(database, folder);
    let isFirst = !mayHaveBegun;
    return {
      act() {
        const handedOver = isFirst ? target.insert(segment) : target.repair(segment);
        isFirst = false;
        return handedOver;
      },
      whenDone: async () => expect(await runsOf(database, workload)).toEqual(everywhere(RUNS)),
    };
  };

const sumCuts: Operation = async (database, folder) => {
  const { workload, segment, target } = await someRuns(database, folder);
  await target.insert(segment);
  const sums = createCutSums(database, randomUUID());
  const summed = `SELECT sum(runs) FROM cut_hour
    WHERE workload = '${workload}' AND dimension = 'release'`;
  return {
    act: () => sums.catchUp(),
    whenDone: async () => expect(await numbersOf(database, summed)).toEqual([RUNS]),
  };
};

const erase: Operation = async (database, folder) => {
  const [gone, kept] = [await someRuns(database, folder), await someRuns(database, folder)];
  for (const { target, segment } of [gone, kept]) await target.insert(segment);
  return {
    act: () => eraseWorkload(database, gone.workload),
    async whenDone() {
      expect(await runsOf(database, gone.workload)).toEqual(everywhere(0));
      expect(await runsOf(database, kept.workload)).toEqual(everywhere(RUNS));
    },
  };
};

const keepAssessments: Operation = async (database) => {
  const id = randomUUID();
  const workloads = ['a', 'b', 'c'].map((letter) => `${letter}-${id}`);
  const policy = { id: 'default', version: 1, hash: '' };
  const words = { policy, verdict: 'hold', proposed: 'hold', evidenceHash: '' };
  const times = { atMs: NOW_MS, nextMs: NOW_MS + 3_600_000 };
  let tries = 0;
  return {
    act() {
      tries += 1;
      const document = JSON.stringify({ tries });
      const storedMs = NOW_MS + tries;
      return storeAssessments(
        database,
        workloads.map((workload) => ({ workload, ...times, ...words, storedMs, document })),
      );
    },
    async whenFailed() {
      const stored = `SELECT count() FROM assessment WHERE endsWith(workload, '${id}')`;
      expect([[0], [workloads.length]]).toContainEqual(await numbersOf(database, stored));
    },
    async whenDone() {
      const found = await Promise.all(
        workloads.map((workload) => findAssessment(database, workload, NOW_MS)),
      );
      expect(new Set(found.map((one) => JSON.stringify(one?.document))).size).toBe(1);
      expect(found[0]).not.toBeNull();
    },
  };
};

const logAlerts: Operation = async (database) => {
  const id = randomUUID();
  const log = await openAlertLog<'track' | 'cursor'>(database, Date.now);
  const load = async () =>
    Promise.all((['track', 'cursor'] as const).map(async (kind) => (await log.load(kind)).get(id)));
  return {
    act: () =>
      log.append([
        { kind: 'track', id, document: { n: 1 } },
        { kind: 'cursor', id, document: 60 },
      ]),
    whenFailed: async () =>
      expect([
        [undefined, undefined],
        [{ n: 1 }, 60],
      ]).toContainEqual(await load()),
    whenDone: async () => expect(await load()).toEqual([{ n: 1 }, 60]),
  };
};

const redact: Operation = async (database) => {
  await database.command('test', 'TRUNCATE TABLE ledger');
  const ledger = await openLedger(database, randomBytes(32), Date.now);
  const change = { kind: 'workload', id: 'a', actor: 'system', reason: '' } as const;
  for (const owner of ['a person', 'nobody']) {
    await ledger.append([{ ...change, document: { owner } }]);
  }
  return {
    async act() {
      try {
        await ledger.redact(1, { actor: 'system', reason: 'asked' });
      } catch (error) {
        // It was recorded at the first try; whatever comes next finishes it.
        if (!(error instanceof BellwetherError) || error.code !== 'conflict') throw error;
      }
    },
    async whenDone() {
      expect(await ledger.verify()).toMatchObject({ problem: null, records: 3 });
      expect(ledger.records().map(isRedacted)).toEqual([true, false, false]);
      expect(JSON.stringify(await readLedger(database))).not.toContain('a person');
    },
  };
};

const claimEpoch: Operation = async (database) => {
  const holder = randomUUID();
  let claimed: unknown;
  return {
    async act() {
      claimed = await claimControlEpoch(database, holder);
    },
    whenDone: async () => expect(claimed).toMatchObject({ holder }),
  };
};

const bringUpSchema: Operation = async (database) => {
  await database.command('test', 'TRUNCATE TABLE migration');
  return {
    act: () => migrate(database, MIGRATION_SETTINGS),
    async whenDone() {
      const versions = 'SELECT count(DISTINCT version) FROM migration';
      const known = migrations(MIGRATION_SETTINGS).length;
      expect(await numbersOf(database, versions)).toEqual([known]);
      expect(await migrate(database, MIGRATION_SETTINGS)).toEqual([]);
    },
  };
};

const copyForBackup: Operation = async (database) => {
  let snapshot: Snapshot | undefined;
  const copies = `SELECT count() FROM system.tables
    WHERE database = currentDatabase() AND startsWith(name, 'backup_')`;
  return {
    async act() {
      snapshot = await openSnapshot(database);
      for (const chunk of snapshot.chunks.slice(0, 2)) await snapshot.read(chunk);
    },
    async whenDone() {
      expect(snapshot?.tables.map(({ name }) => name)).toContain('rollup_day');
      await snapshot?.close();
      expect(await numbersOf(database, copies)).toEqual([0]);
    },
  };
};

const loadBackup: Operation = async (database, folder) => {
  const table = `restored_${++segments}`;
  await database.command('test', `CREATE TABLE ${table} (n UInt64) ENGINE = MergeTree ORDER BY n`);
  const path = join(folder, `${table}.native.gz`);
  const rows = await database.queryNative('test', 'SELECT number AS n FROM numbers(20000)');
  await writeFile(path, gzipSync(rows));
  return {
    act: () => loadRows(database, { table, columns: ['n'], path }),
    // A restore that was cut off begins again with nothing.
    whenFailed: () => database.command('test', `TRUNCATE TABLE ${table}`),
    whenDone: async () =>
      expect(await numbersOf(database, `SELECT count() FROM ${table}`)).toEqual([20_000]),
  };
};

/** What takes a statement or a few, by what it is called. */
export const SHORT_OPERATIONS: Readonly<Record<string, Operation>> = {
  'a question': readRows,
  'a question answered in the Native format': readNative,
  'an export': exportTelemetry,
  'a hand-over': handOver(false),
  'summing what cuts are made of': sumCuts,
  'storing assessments': keepAssessments,
  'an act of the alert log': logAlerts,
  'a redaction of the ledger': redact,
  'claiming the ledger': claimEpoch,
  'loading a backup': loadBackup,
};

/** What takes dozens. */
export const LONG_OPERATIONS: Readonly<Record<string, Operation>> = {
  'a repair': handOver(true),
  'an erasure': erase,
  'bringing up the schema': bringUpSchema,
  'the copy of a backup': copyForBackup,
};
