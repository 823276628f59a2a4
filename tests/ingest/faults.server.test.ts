import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ingest } from '../../ingest/ingest.ts';
import type { Database } from '../../store/database.ts';
import { createTraceStore } from '../../server/trace-store.ts';
import { createSegmentTarget } from '../../store/insert-segment.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import {
  FAULTS,
  startClickHouseFront,
  type ClickHouseFront,
  type Fault,
} from '../support/clickhouse-front.ts';
import { readNumber } from '../support/own-installation.ts';
import { placeEmptyStore } from '../support/empty-store.ts';
import { temporaryFolder as fileFolder } from '../support/temporary-folder.ts';
import { open, run, send, temporaryFolder } from './support.ts';

const folder = fileFolder('server-faults');
let front: ClickHouseFront;
let database: Database;
let ingest: Ingest;
let ledger: Ledger;

beforeAll(async () => {
  placeEmptyStore(join(folder, 'clickhouse'));
  front = await startClickHouseFront(join(folder, 'clickhouse'));
  database = await openDatabase({
    kind: 'server',
    url: front.url,
    user: 'default',
    password: '',
    database: 'bellwether',
  });
  await migrate(database, { rawRetentionDays: 90 });
  ledger = await openLedger(database, randomBytes(32), Date.now);
});
beforeEach(async () => {
  ({ ingest } = await open(await temporaryFolder(), {
    target: createSegmentTarget(database, {
      rawRetentionDays: 90,
      spool: randomUUID(),
      nextToken: randomUUID,
      // The helper's answer names its own target's type; these tests only send.
    }) as never,
    traceStore: createTraceStore(database, () => true),
    now: Date.now,
    limits: { sealAfterMs: 10 },
  }));
});
afterEach(() => {
  front.fault = 'none';
});
afterAll(async () => {
  await database.close();
  await front.close();
});

const numbered = (workload: string, from: number): object[] =>
  Array.from({ length: 10 }, (_, i) => run(`run-${from + i}`, { workload, ts: Date.now() }));

async function counts(workload: string): Promise<number[]> {
  const where = `WHERE workload = '${workload}'`;
  return Promise.all([
    readNumber(database, `SELECT toInt64(sum(sign)) AS n FROM runs ${where}`),
    ...['rollup_minute', 'rollup_by_minute', 'rollup_hour', 'rollup_day'].map((table) =>
      readNumber(database, `SELECT toInt64(sum(runs)) AS n FROM ${table} ${where}`),
    ),
  ]);
}

const write = (id: string) =>
  ledger.append([{ kind: 'silence', id, document: { id }, actor: 'system', reason: '' }]);

/** Faults under which nothing can be written, as opposed to slowly or without hearing of it. */
const REFUSING: readonly Fault[] = ['refuse', 'reset', '500', 'memory', 'read-only'];

/** One that says nothing is given up after minutes; tests of the store have less patience. */
const TRIED = (Object.keys(FAULTS) as Fault[]).filter((one) => one !== 'none' && one !== 'silent');

describe.each(TRIED)('a server whose fault is: %s', (fault) => {
  const workload = `w-${fault.replaceAll(' ', '-')}`;

  it('costs and repeats no telemetry, and is told as not being there now', async () => {
    await send(ingest, numbered(workload, 0));
    await ingest.flush();
    front.fault = fault;
    expect(await send(ingest, numbered(workload, 10))).toMatchObject({ accepted: 10 });
    expect(await send(ingest, numbered(workload, 5))).toMatchObject({
      accepted: 0,
      duplicates: 10,
    });
    const flushed = ingest.flush();
    if (fault !== 'slow') {
      await expect(flushed).rejects.toMatchObject({ code: 'unavailable' });
      expect(ingest.status().lastError).toMatch(/^the database did not answer hand-over|repair/);
    }
    front.fault = 'none';
    await ingest.flush();
    expect(await counts(workload)).toEqual([20, 20, 20, 20, 20]);
  });

  it('costs and repeats no record: what was refused is not there, what was kept is there once', async () => {
    const id = `s-${workload}`;
    front.fault = fault;
    const written = write(id);
    if (fault === 'slow') expect(await written).toHaveLength(1);
    else await expect(written).rejects.toMatchObject({ code: 'unavailable' });
    front.fault = 'none';
    if (REFUSING.includes(fault)) expect(await write(id)).toMatchObject([{ version: 1 }]);
    else await write(`${id}-next`);
    expect(ledger.history('silence', id)).toHaveLength(1);
    expect(await ledger.verify()).toMatchObject({ problem: null });
  });
});
