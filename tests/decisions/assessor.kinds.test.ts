import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../../core/time.ts';
import { createAssessor, type Assessor } from '../../decisions/assessor.ts';
import { createPolicyRegistry, type PolicyRegistry } from '../../decisions/registry/policies.ts';
import {
  createWorkloadRegistry,
  type WorkloadRegistry,
} from '../../decisions/registry/workloads.ts';
import { CHANGED_BY } from '../../server/hear-telemetry.ts';
import type { Database } from '../../store/database.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const NOW_MS = floorTo(Date.now(), HOUR_MS) + 20 * MINUTE_MS;
const WORKLOADS = ['w', 'x', 'y'];
const SECOND_MS = 1000;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

let nowMs = NOW_MS;
let workloads: WorkloadRegistry;
let policies: PolicyRegistry;
let asked: string[] = [];
/** Done while the answer to the next question about minutes is on its way. */
let meanwhile: (() => Promise<void>) | null = null;

/** The real database, and what it is asked. */
function listening(real: Database): Database {
  return {
    ...real,
    query(name, sql, row, parameters) {
      asked.push(name);
      return real.query(name, sql, row, parameters);
    },
    async queryNative(name, sql, parameters) {
      asked.push(name);
      const answer = await real.queryNative(name, sql, parameters);
      if (name === 'history-minutes' && meanwhile !== null) {
        const task = meanwhile;
        meanwhile = null;
        await task();
      }
      return answer;
    },
  };
}

const create = (): Assessor =>
  createAssessor({ database: listening(database()), workloads, policies, hash, now: () => nowMs });

let ids = 0;
let segment = 1;

/** Puts rows into a raw table and says so as a hand-over does. */
async function send(
  assessor: Assessor,
  table: 'runs' | 'events',
  rows: readonly Record<string, unknown>[],
  workload = 'w',
): Promise<void> {
  segment += 1;
  const whole = rows.map((row) => ({
    workload,
    id: `i${(ids += 1)}`,
    ts: nowMs,
    received_at: nowMs,
    sign: 1,
    spool_segment: segment,
    ...row,
  }));
  await database().insertRows('test', `${table}_entry`, whole);
  const minTsMs = Math.min(...whole.map(({ ts }) => ts));
  assessor.noteTelemetry(new Map([[workload, { minTsMs }]]), CHANGED_BY[table]);
}

const run = (i: number, fields: object = {}): Record<string, unknown> => ({
  ok: i % 7 === 0 ? 0 : 1,
  latency_ms: 100 + i,
  cost_usd: '0.1',
  value_usd: '0.9',
  hallucination: i % 11 === 0 ? 1 : 0,
  release: i % 2 === 0 ? '1.0' : '2.0',
  ...fields,
});

/** One event of each kind that history keeps apart from sums. */
const EVENTS: readonly Record<string, unknown>[] = [
  {
    kind: 'evaluation',
    name: 'e',
    passed: 0,
    run: 'i3',
    evaluator: 'human',
    label: 'hallucinated',
  },
  { kind: 'review', run: 'i5', hallucination: 1, source: 'random', verdict: 'wrong', seconds: 60 },
  { kind: 'cost', category: 'support', amount_usd: '12.5' },
  { kind: 'incident', incident: 'inc', phase: 'started' },
  { kind: 'incident', incident: 'inc', phase: 'restored', rollback: 1 },
  { kind: 'metric', signal: 'satisfaction', value: 0.2, n: 40 },
  { kind: 'drift', feature: 'f', role: 'input', score: 0.4, method: 'psi' },
  { kind: 'distribution', feature: 'f', role: 'input', distribution: '{"values":[1,2,3]}' },
  { kind: 'feedback', rating: -1, complaint: 1 },
  { kind: 'probe', ok: 0 },
];

const HISTORY = [
  'history-costs',
  'history-incidents',
  'history-metrics',
  'history-drifts',
  'history-judgements',
  'history-feature-sizes',
  'history-design-effects',
  'history-rejected',
];

beforeAll(async () => {
  const ledger = await openLedger(database(), Buffer.alloc(32), () => NOW_MS);
  policies = await createPolicyRegistry(ledger, hash);
  const exists = (id: string): boolean => policies.get(id) !== null;
  workloads = createWorkloadRegistry(ledger, exists, () => NOW_MS);
  await workloads.registerOnSight(WORKLOADS);
});

beforeEach(() => {
  asked = [];
});

test('of runs alone only what they change is asked for, and every two minutes everything', async () => {
  const assessor = create();
  await send(
    assessor,
    'runs',
    [0, 1, 2].map((i) => run(i, { ts: NOW_MS - DAY_MS })),
  );
  await assessor.assess('w', null, null);
  expect(asked).toEqual(expect.arrayContaining(HISTORY));

  asked = [];
  nowMs += 30 * SECOND_MS;
  await send(assessor, 'runs', [run(4)]);
  await assessor.assess('w', null, null);
  expect(asked.toSorted()).toEqual(['history-data-ages', 'history-minutes']);

  asked = [];
  await send(assessor, 'events', [{ kind: 'feedback', rating: 1 }]);
  await assessor.assess('w', null, null);
  expect(asked).toEqual(expect.arrayContaining(HISTORY));

  asked = [];
  nowMs += 121 * SECOND_MS;
  await send(assessor, 'runs', [run(6)]);
  await assessor.assess('w', null, null);
  expect(asked).toEqual(expect.arrayContaining(HISTORY));
});

/** What comes in a round: runs, an event, or both, now or an hour and a half late. */
async function sendRound(assessor: Assessor, round: number, workload: string): Promise<void> {
  const ts = nowMs - (round % 5 === 4 ? 90 * MINUTE_MS : 0);
  if (round % 3 !== 1) {
    const dated = round % 4 === 0 ? { attributes: `{"data_as_of":"${isoTime(ts)}"}` } : {};
    await send(assessor, 'runs', [run(round, { ts, ...dated })], workload);
  }
  if (round % 3 !== 0) {
    await send(assessor, 'events', [{ ...EVENTS[round % EVENTS.length], ts }], workload);
  }
}

/** Compares what is said of workloads with what somebody says who has just read everything. */
async function expectAsRead(assessor: Assessor, due: readonly string[], when: string) {
  const cold = create();
  expect(await assessor.portfolio(due, null), when).toEqual(await cold.portfolio(due, null));
  for (const id of due) {
    const answer = await assessor.assess(id, null, null);
    expect(answer, `${id} ${when}`).toEqual(await cold.assess(id, null, null));
    const changes = await assessor.verdicts(id, 0, nowMs);
    expect(changes, `${id} ${when}`).toEqual(await cold.verdicts(id, 0, nowMs));
  }
}

test('whatever comes in whichever order, the answer is that of one who has read everything', async () => {
  const assessor = create();
  const known = await assessor.portfolio(WORKLOADS, null);
  expect(known).toHaveLength(WORKLOADS.length);
  const steps = [13, 17, 29, 7, 45, 3];
  for (let round = 0; round < 24; round += 1) {
    nowMs += steps[round % steps.length]! * SECOND_MS;
    // The hour turns on the way.
    if (round === 12) nowMs = floorTo(nowMs, HOUR_MS) + HOUR_MS - 5 * SECOND_MS;
    // Each has news at its own pace, and some of it comes while a question is answered.
    const due = WORKLOADS.filter((_, i) => round % (i + 1) === 0);
    for (const [i, workload] of due.entries()) await sendRound(assessor, round + i, workload);
    if (round % 2 === 0) meanwhile = () => sendRound(assessor, round + 7, 'w');
    await assessor.portfolio(WORKLOADS, null);
    meanwhile = null;
    await expectAsRead(assessor, due, `round ${round}`);
  }
  nowMs += 61 * SECOND_MS;
  await expectAsRead(assessor, WORKLOADS, 'in the end');
});

test('what came with a time ahead counts within a minute of it, though nothing else comes', async () => {
  const assessor = create();
  await assessor.assess('w', null, null);
  await send(assessor, 'events', [
    { kind: 'cost', category: 'incident', amount_usd: '99', ts: nowMs + 20 * SECOND_MS },
  ]);
  const cost = async (): Promise<number> =>
    (await assessor.portfolio(['w'], null))[0]!.cost_usd_month ?? 0;
  const before = await cost();
  nowMs += 30 * SECOND_MS;
  await send(assessor, 'runs', [run(1)]);
  expect((await cost()) - before).toBeLessThan(1);
  nowMs += 31 * SECOND_MS;
  expect((await cost()) - before).toBeGreaterThan(90);
  expect(await assessor.assess('w', null, null)).toEqual(await create().assess('w', null, null));
});
