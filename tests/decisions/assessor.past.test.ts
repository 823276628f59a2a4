import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { assess } from '../../decisions/assessment/assess.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { createAssessor, type Assessor } from '../../decisions/assessor.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { createPolicyRegistry, type PolicyRegistry } from '../../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../../decisions/registry/workloads.ts';
import { createHistory } from '../../signals/history.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { readHistories } from '../../store/questions/read-history.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const NOW_MS = floorTo(Date.now(), HOUR_MS) + 20 * MINUTE_MS;
const START_MS = floorTo(NOW_MS, HOUR_MS) - 40 * DAY_MS;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
/** More than are asked for one by one. */
const IDS = Array.from({ length: 10 }, (_, i) => `past-${i}`);

let policies: PolicyRegistry;
let workloads: ReturnType<typeof createWorkloadRegistry>;
let assessor: Assessor;
let sent = 0;

const common = (workload: string, ts: number): object => ({
  workload,
  id: `${(sent += 1)}`,
  ts,
  received_at: ts,
  sign: 1,
  spool_segment: 1,
});

/** Runs every half hour that break for some days, with everything else that a workload may send. */
async function send(workload: string, fromMs: number, toMs: number, seed: number): Promise<void> {
  const uniform = createUniform(seed);
  const runs: object[] = [];
  const events: object[] = [];
  for (let ms = fromMs; ms < toMs; ms += 30 * MINUTE_MS) {
    const ts = ms + Math.floor(uniform() * 30 * MINUTE_MS);
    if (ts >= toMs) continue;
    const day = (ts - START_MS) / DAY_MS;
    const bad = day > 24 && day < 28;
    const run = {
      ...common(workload, ts),
      release: day < 15 ? 'one' : 'two',
      model: 'm',
      cost_usd: String(Math.round(uniform() * 1e6) / 1e7),
      value_usd: bad ? '0' : String(Math.round(uniform() * 1e4) / 5e3),
      hallucination: uniform() < (bad ? 0.3 : 0.01) ? 1 : 0,
      ok: uniform() < 0.98 ? 1 : 0,
      latency_ms: 100 + 900 * uniform() * uniform(),
      outcome: uniform() < 0.7 ? 'accepted' : 'rejected',
    };
    runs.push(run);
    if (uniform() > 0.2) continue;
    const at = Math.min(toMs - 1, ts + Math.floor(uniform() * 5 * DAY_MS));
    const event = (kind: string, fields: object): void =>
      void events.push({ ...common(workload, at), kind, ...fields });
    event('review', {
      run: (run as { id?: string }).id ?? '',
      hallucination: uniform() < 0.3 ? 1 : 0,
    });
    event('metric', { signal: 'satisfaction', value: uniform(), n: 3 });
    event('cost', {
      category: 'support',
      amount_usd: '0.4',
      period_start: at - DAY_MS,
      period_end: at + DAY_MS,
    });
    event('incident', { incident: `i${sent}`, phase: 'detected', rollback: 1 });
    event('incident', { incident: `i${sent}`, phase: 'restored', rollback: 1 });
    event('drift', { feature: 'f', role: 'input', score: uniform(), p_value: 0.5 });
    const values = JSON.stringify({ values: [uniform(), uniform()] });
    event('distribution', { feature: 'g', role: 'output', distribution: values });
  }
  await database().insertRows('test', 'runs_entry', runs);
  if (events.length > 0) await database().insertRows('test', 'events_entry', events);
}

/** Worked out from the store alone, from the first event on. */
async function anew(id: string, atMs: number): Promise<Assessment> {
  const question = { endMs: atMs, precision: 'exact', sinceMs: 0 } as const;
  const rows = (await readHistories(database(), [id], question)).get(id)!;
  const history = createHistory(rows);
  const workload = workloads.get(id)!.document;
  const { policy, limitChangesMs } = policies.resolve(workload.policy, atMs, workload);
  const context = {
    businessCase: {},
    limitChangesMs,
    gatesAt: () => [],
    blocksAt: () => NO_BLOCKS,
  };
  const { state } = replay(policy, history, context, atMs);
  const gates = { gates: [], blocks: NO_BLOCKS, before: state };
  return assess({ workload, policy, history, limitChangesMs, atMs, hash, ...gates });
}

/** Sums are the same up to the order they were added in, so numbers are compared as the hash takes them. */
const told = (assessment: Assessment): unknown =>
  JSON.parse(
    JSON.stringify(assessment, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    ),
  );

beforeAll(async () => {
  const ledger = await openLedger(database(), Buffer.alloc(32), () => START_MS);
  policies = await createPolicyRegistry(ledger, hash);
  workloads = createWorkloadRegistry(
    ledger,
    (id) => policies.get(id) !== null,
    () => START_MS,
  );
  await workloads.registerOnSight(IDS);
  assessor = createAssessor({ database: database(), workloads, policies, hash, now: () => NOW_MS });
  for (const [i, id] of IDS.entries()) {
    await send(id, i < 4 ? START_MS + i * DAY_MS : NOW_MS - 8 * DAY_MS, NOW_MS, i + 1);
  }
}, 120_000);

describe('an assessment at a past instant', () => {
  const instants = [
    ['in the hour that has only begun', NOW_MS - MINUTE_MS - 1],
    ['on the hour', floorTo(NOW_MS, HOUR_MS)],
    ['in the middle of a minute, after the failure', START_MS + 31.3 * DAY_MS + 12_345],
    ['during the failure', START_MS + 26 * DAY_MS + 59 * MINUTE_MS + 59_999],
    ['soon after a release took over', START_MS + 15.1 * DAY_MS],
    ['in the first hours', START_MS + 0.2 * DAY_MS],
    ['before the first event', START_MS - DAY_MS],
  ] as const;

  test.each(instants)('%s equals one worked out from the store alone', async (_, atMs) => {
    for (const id of ['past-0', 'past-3']) {
      expect(told(await assessor.assess(id, atMs, null))).toEqual(told(await anew(id, atMs)));
    }
  });

  test('is the same for a whole portfolio at once', async () => {
    const atMs = NOW_MS - 1.71 * DAY_MS;
    const items = await assessor.portfolio(IDS, atMs);
    expect(items.map(({ workload }) => workload)).toEqual(IDS);
    for (const item of items.slice(2, 6)) {
      const expected = await anew(item.workload, atMs);
      expect(item).toMatchObject({ verdict: expected.verdict, proposed: expected.proposed });
    }
  });

  test('takes in what arrived late, also when others are asking at the same time', async () => {
    const lateMs = START_MS + 20 * DAY_MS;
    await send('past-1', lateMs, lateMs + 3 * DAY_MS, 77);
    assessor.noteTelemetry(new Map([['past-1', { minTsMs: lateMs }]]));
    const atMs = START_MS + 30.5 * DAY_MS;
    const [first, second, changes, again] = await Promise.all([
      assessor.assess('past-1', atMs, null),
      assessor.assess('past-1', atMs, null),
      assessor.verdicts('past-1', 0, NOW_MS),
      assessor.verdicts('past-1', 0, NOW_MS),
    ]);
    expect(told(first)).toEqual(told(await anew('past-1', atMs)));
    expect(second).toEqual(first);
    expect(again).toEqual(changes);
    expect(new Set(changes.map(({ at }) => at)).size).toBe(changes.length);
  });
});
