import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import {
  FAULTS,
  startClickHouseFront,
  type ClickHouseFront,
  type Fault,
} from '../support/clickhouse-front.ts';
import { RAW_RETENTION_DAYS } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Attempt, Operation } from './faulty-attempt.ts';
import { COMPOUND_OPERATIONS, LONG_OPERATIONS, SIMPLE_OPERATIONS } from './faulty-operations.ts';

const folder = temporaryFolder('store-faults');
/** Less than for ever, and more than a slow server takes. */
const PATIENCE_MS = 600;
const BOUND_MS = 20_000;
/** What breaks behind how many statements that went well. */
const BROKEN: readonly [number, Fault][] = [
  [3, 'reset'],
  [4, 'lost answer'],
];
/** Of the statements behind the first every third: among them those that write. */
const STRIDE = 3;

let front: ClickHouseFront;
let patient: Database;
let impatient: Database;
/** One of the two: what it can do is taken over from it. */
let database: Database;

beforeAll(async () => {
  front = await startClickHouseFront(join(folder, 'clickhouse'));
  const access = { url: front.url, user: 'default', password: '', database: 'bellwether' };
  patient = await openDatabase({ kind: 'server', ...access });
  impatient = await openDatabase({ kind: 'server', ...access }, PATIENCE_MS);
  database = { ...patient };
  await migrate(database, { rawRetentionDays: RAW_RETENTION_DAYS });
});
afterEach(() => {
  front.fault = 'none';
});
afterAll(async () => {
  await patient.close();
  await impatient.close();
  await front.close();
});

/** Tries under a fault; whether anything met it. */
async function actUnder(fault: Fault, afterStatements: number, { act }: Attempt): Promise<boolean> {
  front.breakAfter(afterStatements, fault);
  if (fault === 'silent') Object.assign(database, impatient);
  const startedMs = performance.now();
  const ended = await act().then(
    () => 'done',
    (error: unknown) => error,
  );
  const isStruck = front.struck > 0;
  front.fault = 'none';
  Object.assign(database, patient);
  expect(performance.now() - startedMs).toBeLessThan(BOUND_MS);
  if (isStruck && fault !== 'slow') expect(ended).toMatchObject({ code: 'unavailable' });
  else expect(ended).toBe('done');
  return ended !== 'done';
}

/** Tries under a fault, and again without; whether the fault had any effect. */
async function tryTwice(operation: Operation, fault: Fault, afterStatements = 0): Promise<boolean> {
  const attempt = await operation(database, folder);
  const hasFailed = await actUnder(fault, afterStatements, attempt);
  if (hasFailed) {
    await attempt.whenFailed?.();
    await attempt.act();
  }
  await attempt.whenDone();
  return hasFailed;
}

/** Slowness of every statement would tell no more than that of a few. */
const FAILING = (Object.keys(FAULTS) as Fault[]).filter((one) => one !== 'none' && one !== 'slow');

describe.each(Object.entries(SIMPLE_OPERATIONS))('%s', (_, operation) => {
  test.each(FAILING)(
    'is told as unavailable in time, and done once by trying again: %s',
    async (fault) => {
      await tryTwice(operation, fault);
    },
  );
});

test.each(Object.entries(COMPOUND_OPERATIONS))(
  '%s is done once by trying again, before or behind whichever statement the connection broke',
  async (_, operation) => {
    for (const fault of ['reset', 'lost answer'] as const) {
      for (let after = 0; await tryTwice(operation, fault, after);)
        after += after === 0 ? 1 : STRIDE;
    }
  },
);

test.each(Object.entries(LONG_OPERATIONS))(
  '%s is done once by trying again, wherever what broke',
  async (_, operation) => {
    for (const [after, fault] of BROKEN) {
      expect(await tryTwice(operation, fault, after)).toBe(true);
    }
  },
);

test.each(Object.entries(SIMPLE_OPERATIONS))(
  '%s of a server that is slow is done',
  async (_, operation) => {
    expect(await tryTwice(operation, 'slow')).toBe(false);
  },
);
