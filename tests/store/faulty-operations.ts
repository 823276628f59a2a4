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
import { isRedacted } from '../../store/ledger/redaction.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { readRows as readLedger } from '../../store/ledger/stored-row.ts';
import { migrate } from '../../store/migrate.ts';
import { migrations } from '../../store/migrations.ts';
import { nativeBlocks } from '../../store/native-format.ts';
import { findAssessment } from '../../store/questions/find-assessment.ts';
import { storeAssessments } from '../../store/questions/store-assessments.ts';
import {
  MIGRATION_SETTINGS,
  RUNS,
  everywhere,
  numbersOf,
  runsOf,
  someRuns,
  type Operation,
} from './faulty-attempt.ts';
import { NOW_MS } from './store-under-test.ts';

const NUMBERS = 'SELECT number AS n FROM numbers(20000)';

/** @param count how many rows a question is answered with */
const reading =
  (count: (database: Database) => Promise<number>): Operation =>
  async (database) => {
    let rows = 0;
    return {
      act: async () => (rows = await count(database)),
      whenDone: async () => expect(rows).toBe(20_000),
    };
  };
const readRows = reading(
  async (database) => (await database.query('test', NUMBERS, z.object({ n: z.number() }))).length,
);
const readNative = reading(async (database) =>
  [...nativeBlocks(await database.queryNative('test', NUMBERS))].reduce(
    (sum, block) => sum + block.rows,
    0,
  ),
);

let exported: Promise<string> | undefined;
async function handOverRuns(database: Database, folder: string): Promise<string> {
  const { workload, segment, target } = await someRuns(database, folder);
  await target.insert(segment);
  return workload;
}

const exportTelemetry: Operation = async (database, folder) => {
  const workload = await (exported ??= handOverRuns(database, folder));
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
  const rest = {
    policy,
    verdict: 'hold',
    proposed: 'hold',
    evidenceHash: '',
    atMs: NOW_MS,
    nextMs: NOW_MS + 3_600_000,
  };
  let tries = 0;
  return {
    act() {
      tries += 1;
      const document = JSON.stringify({ tries });
      const storedMs = NOW_MS + tries;
      return storeAssessments(
        database,
        workloads.map((workload) => ({ workload, ...rest, storedMs, document })),
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
    async whenFailed() {
      const [track, cursor] = await load();
      expect(track === undefined).toBe(cursor === undefined);
    },
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
  const table = `restored_${randomUUID().replaceAll('-', '')}`;
  await database.command('test', `CREATE TABLE ${table} (n UInt64) ENGINE = MergeTree ORDER BY n`);
  const path = join(folder, `${table}.native.gz`);
  const rows = await database.queryNative('test', NUMBERS);
  await writeFile(path, gzipSync(rows));
  return {
    act: () => loadRows(database, { table, columns: ['n'], path }),
    // A restore that was cut off begins again with nothing.
    whenFailed: () => database.command('test', `TRUNCATE TABLE ${table}`),
    whenDone: async () =>
      expect(await numbersOf(database, `SELECT count() FROM ${table}`)).toEqual([20_000]),
  };
};

/** One of each way into the database, by what it is called. */
export const SIMPLE_OPERATIONS: Readonly<Record<string, Operation>> = {
  'a question': readRows,
  'a question answered in the Native format': readNative,
  'an export': exportTelemetry,
  'an act of the alert log': logAlerts,
  'loading a backup': loadBackup,
};

/** What takes several statements, or must not be done by halves. */
export const COMPOUND_OPERATIONS: Readonly<Record<string, Operation>> = {
  'storing assessments': keepAssessments,
  'a redaction of the ledger': redact,
  'claiming the ledger': claimEpoch,
  'a hand-over': handOver(false),
};

/** What takes many. */
export const LONG_OPERATIONS: Readonly<Record<string, Operation>> = {
  'a repair': handOver(true),
  'summing what cuts are made of': sumCuts,
  'an erasure': erase,
  'bringing up the schema': bringUpSchema,
  'the copy of a backup': copyForBackup,
};
