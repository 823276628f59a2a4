import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../../core/time.ts';
import { createAssessor, type Assessor } from '../../decisions/assessor.ts';
import { createPolicyRegistry, type PolicyRegistry } from '../../decisions/registry/policies.ts';
import {
  createWorkloadRegistry,
  type WorkloadRegistry,
} from '../../decisions/registry/workloads.ts';
import {
  createStoredAssessments,
  type StoredAssessments,
} from '../../decisions/stored-assessments.ts';
import type { Database } from '../../store/database.ts';
import { eraseWorkload } from '../../store/erase.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const START_MS = floorTo(Date.now(), DAY_MS) - 2 * DAY_MS;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

let nowMs = START_MS;
let failing = false;
let workload = '';
let workloads: WorkloadRegistry;
let policies: PolicyRegistry;
let assessor: Assessor;
let stored: StoredAssessments;

/** The real database, whose inserts can be made to fail after they were carried out. */
const unsure = (real: Database): Database => ({
  ...real,
  async insertRows(name, table, rows) {
    await real.insertRows(name, table, rows);
    if (failing) throw new Error('the answer never came');
  },
});

const reopen = (): StoredAssessments =>
  createStoredAssessments({ database: unsure(database()), assessor, now: () => nowMs });

/** Sends runs, as a hand-over does: into the database, then told. */
async function arrive(fromMs: number, toMs: number, hallucination: 0 | 1 = 0): Promise<void> {
  const rows = [];
  for (let ts = fromMs; ts < toMs; ts += 10 * MINUTE_MS) {
    rows.push({
      workload,
      id: `${nowMs}-${ts}`,
      ts,
      received_at: ts,
      sign: 1,
      spool_segment: 1,
      cost_usd: '0.1',
      value_usd: ts % (20 * MINUTE_MS) === 0 ? '0.9' : '1.1',
      hallucination,
    });
  }
  await database().insertRows('test', 'runs_entry', rows);
  const touched = new Map([[workload, { minTsMs: fromMs }]]);
  assessor.noteTelemetry(touched);
  stored.note(touched);
}

const rowsStored = async (): Promise<number> => {
  const [row] = await database().query(
    'test',
    'SELECT count() AS n FROM assessment WHERE workload = {workload: String}',
    z.object({ n: z.number() }),
    { workload },
  );
  return row?.n ?? 0;
};

beforeAll(async () => {
  const ledger = await openLedger(database(), Buffer.alloc(32), () => nowMs);
  policies = await createPolicyRegistry(ledger, hash);
  workloads = createWorkloadRegistry(
    ledger,
    (id) => policies.get(id) !== null,
    () => nowMs,
  );
});

beforeEach(async ({ task }) => {
  workload = `w-${hash(task.name).slice(0, 8)}`;
  nowMs = START_MS;
  failing = false;
  assessor = createAssessor({ database: database(), workloads, policies, hash, now: () => nowMs });
  stored = reopen();
  await workloads.registerOnSight([workload]);
  await arrive(START_MS - 20 * DAY_MS, START_MS);
});

test('what is known at a grid instant stays as it was stored, whatever arrives later', async () => {
  nowMs = START_MS + 2 * MINUTE_MS;
  expect(await stored.keep([workload])).toBe(1);
  const known = await stored.find(workload, START_MS);
  expect(known).toMatchObject({ workload, at: isoTime(START_MS), verdict: 'scale' });
  expect(known).toEqual(await assessor.assess(workload, START_MS, null));

  await arrive(START_MS - 15 * DAY_MS, START_MS, 1);
  nowMs = START_MS + 5 * MINUTE_MS;
  expect(await stored.keep([workload])).toBe(0);
  expect(await stored.find(workload, START_MS + 3 * MINUTE_MS)).toEqual(known);
  expect(await assessor.assess(workload, START_MS, null)).toMatchObject({ verdict: 'hold' });
});

test('an hour is stored only when a minute has passed without telemetry of before it, or after ten', async () => {
  nowMs = START_MS + 30_000;
  expect(await stored.keep([workload])).toBe(0);
  for (const minute of [1, 3, 5, 7]) {
    nowMs = START_MS + minute * MINUTE_MS;
    await arrive(START_MS - HOUR_MS, START_MS);
    nowMs += 50_000;
    expect(await stored.keep([workload])).toBe(0);
  }
  nowMs = START_MS + 10.4 * MINUTE_MS;
  await arrive(START_MS - HOUR_MS, START_MS);
  expect(await stored.keep([workload])).toBe(0);
  nowMs = START_MS + 10.6 * MINUTE_MS;
  expect(await stored.keep([workload])).toBe(1);
});

test('telemetry of the hour that has begun holds nothing up', async () => {
  nowMs = START_MS + MINUTE_MS;
  await arrive(START_MS, START_MS + MINUTE_MS);
  expect(await stored.keep([workload])).toBe(1);
});

test('until the next one is stored, the one before is what is known', async () => {
  nowMs = START_MS + MINUTE_MS;
  await stored.keep([workload]);
  nowMs = START_MS + HOUR_MS + 30_000;
  expect(await stored.keep([workload])).toBe(0);
  expect(await stored.find(workload, nowMs)).toMatchObject({ at: isoTime(START_MS) });
  nowMs = START_MS + HOUR_MS + MINUTE_MS;
  expect(await stored.keep([workload])).toBe(1);
  expect(await stored.find(workload, nowMs)).toMatchObject({ at: isoTime(START_MS + HOUR_MS) });
  expect(await stored.find(workload, nowMs - 2 * MINUTE_MS)).toMatchObject({
    at: isoTime(START_MS),
  });
});

test('grid instants that passed while nobody looked are absent, and said to be', async () => {
  nowMs = START_MS + MINUTE_MS;
  await stored.keep([workload]);
  nowMs = START_MS + 5 * HOUR_MS + MINUTE_MS;
  stored = reopen();
  expect(await stored.keep([workload])).toBe(1);
  expect(await rowsStored()).toBe(2);
  const missed = stored.find(workload, START_MS + 3 * HOUR_MS);
  await expect(missed).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining(`between ${isoTime(START_MS)} and`),
  });
  expect(await stored.find(workload, START_MS + HOUR_MS - 1)).toMatchObject({
    at: isoTime(START_MS),
  });
  await expect(stored.find(workload, START_MS - 1)).rejects.toMatchObject({ code: 'not_found' });
});

test('a restart stores nothing a second time, and neither does an insert whose answer was lost', async () => {
  nowMs = START_MS + MINUTE_MS;
  failing = true;
  await expect(stored.keep([workload])).rejects.toThrow('never came');
  failing = false;
  expect(await stored.keep([workload])).toBe(0);
  stored = reopen();
  expect(await stored.keep([workload])).toBe(0);
  expect(await rowsStored()).toBe(1);
});

test('a workload without telemetry is not assessed, and so nothing is stored of it', async () => {
  await workloads.registerOnSight(['silent']);
  nowMs = START_MS + MINUTE_MS;
  expect(await stored.keep(['silent'])).toBe(0);
  await expect(stored.find('silent', nowMs)).rejects.toMatchObject({ code: 'not_found' });
});

test('erasing a workload erases what was stored of it, and storing waits meanwhile', async () => {
  nowMs = START_MS + MINUTE_MS;
  await stored.keep([workload]);
  nowMs += HOUR_MS;
  const erasing = stored.paused(async () => {
    await eraseWorkload(database(), workload);
    assessor.noteTelemetry(new Map([[workload, { minTsMs: 0 }]]));
  });
  const keeping = stored.keep([workload]);
  await erasing;
  expect(await keeping).toBe(0);
  expect(await rowsStored()).toBe(0);
  await expect(stored.find(workload, nowMs)).rejects.toMatchObject({ code: 'not_found' });
});
