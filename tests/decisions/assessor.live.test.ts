import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { createAssessor, type Assessor } from '../../decisions/assessor.ts';
import { createPolicyRegistry, type PolicyRegistry } from '../../decisions/registry/policies.ts';
import {
  createWorkloadRegistry,
  type WorkloadRegistry,
} from '../../decisions/registry/workloads.ts';
import type { Database } from '../../store/database.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const NOW_MS = floorTo(Date.now(), HOUR_MS) + 20 * MINUTE_MS;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const WORKLOADS = ['w0', 'w1', 'w2', 'w3', 'w4', 'w5'];

let failNext: (parameters: unknown) => boolean = () => false;
let assessor: Assessor;
let workloads: WorkloadRegistry;
let policies: PolicyRegistry;
let nowMs = NOW_MS;

/** The real database, with questions that can be made to fail. */
function failing(real: Database): Database {
  return {
    ...real,
    queryNative(name, sql, parameters) {
      if (name === 'history-hours' && failNext(parameters)) throw new Error('the database is away');
      return real.queryNative(name, sql, parameters);
    },
  };
}

async function sendRuns(
  workload: string,
  fromMs: number,
  toMs: number,
  fields: object,
): Promise<void> {
  const rows = [];
  for (let ts = fromMs, i = 0; ts < toMs; ts += 10 * MINUTE_MS, i += 1) {
    rows.push({
      workload,
      id: `${fromMs}-${i}`,
      ts,
      received_at: ts,
      sign: 1,
      spool_segment: 1,
      cost_usd: '0.1',
      value_usd: i % 2 === 0 ? '0.9' : '1.1',
      hallucination: 0,
      ...fields,
    });
  }
  await database().insertRows('test', 'runs_entry', rows);
}

beforeAll(async () => {
  const ledger = await openLedger(database(), Buffer.alloc(32), () => NOW_MS);
  policies = await createPolicyRegistry(ledger, hash);
  workloads = createWorkloadRegistry(
    ledger,
    (id) => policies.get(id) !== null,
    () => NOW_MS,
  );
  await workloads.registerOnSight(WORKLOADS);
  assessor = createAssessor({
    database: failing(database()),
    workloads,
    policies,
    hash,
    now: () => nowMs,
  });
  for (const workload of WORKLOADS) await sendRuns(workload, NOW_MS - 20 * DAY_MS, NOW_MS, {});
});

test('late telemetry that was read while another question failed still changes what was published', async () => {
  const before = await assessor.portfolio(WORKLOADS, null);
  expect(before.map(({ verdict }) => verdict)).toEqual(WORKLOADS.map(() => 'scale'));

  await sendRuns('w0', NOW_MS - 15 * DAY_MS, NOW_MS, { hallucination: 1 });
  await sendRuns('w5', NOW_MS - HOUR_MS, NOW_MS, {});
  const late = { minTsMs: NOW_MS - 15 * DAY_MS };
  // Rows of another time are another question, asked after that of the later ones.
  const evenLater = { minTsMs: NOW_MS - 16 * DAY_MS };
  assessor.noteTelemetry(new Map(WORKLOADS.map((id) => [id, id === 'w5' ? evenLater : late])));
  failNext = (parameters) => JSON.stringify(parameters).includes('w5');
  await expect(assessor.portfolio(WORKLOADS, null)).rejects.toThrow('away');
  failNext = () => false;

  const after = await assessor.portfolio(WORKLOADS, null);
  expect(after.find(({ workload }) => workload === 'w0')).toMatchObject({ verdict: 'hold' });
  const changes = await assessor.verdicts('w0', 0, NOW_MS);
  expect(changes.filter(({ verdict }) => verdict === 'scale')).toEqual([]);
  expect(await assessor.assess('w0', NOW_MS, null)).toMatchObject({ verdict: 'hold' });
});

test.each([
  ['in the hour that has only begun', 10],
  ['in an hour that was decided on', 30],
])('what is read again at the same instant is worked in, %s', async (_, minutes) => {
  const sinceMs = NOW_MS - minutes * MINUTE_MS;
  const runs = async (): Promise<number> =>
    (await assessor.signals('w1', null, 20 * DAY_MS)).totals['runs'] ?? 0;
  const before = await runs();
  await sendRuns('w1', sinceMs, NOW_MS, {});
  assessor.noteTelemetry(new Map([['w1', { minTsMs: sinceMs }]]));
  expect(await runs()).toBe(before + minutes / 10);
});

test('an hour later the live answer equals one worked out anew', async () => {
  nowMs = NOW_MS + HOUR_MS;
  await sendRuns('w2', NOW_MS, nowMs, {});
  assessor.noteTelemetry(new Map([['w2', { minTsMs: NOW_MS }]]));
  const live = await assessor.assess('w2', null, null);
  const anew = await assessor.assess('w2', nowMs, null);
  expect(live.evidence_hash).toBe(anew.evidence_hash);
  expect(live.verdict).toBe(anew.verdict);
});

test('a person who writes a record at the moment of its first event keeps what they wrote', async () => {
  const [put] = await Promise.allSettled([
    workloads.put('racing', { title: 'Written by a person' }, 'person:tester'),
    workloads.registerOnSight(['racing']),
    workloads.registerOnSight(['racing']),
  ]);
  expect(put.status).toBe('fulfilled');
  expect(workloads.get('racing')?.document.title).toBe('Written by a person');
});

test('steps of minutes see reviews like steps of hours do, and steps that do not fit the hour are refused', async () => {
  const hour = floorTo(NOW_MS, HOUR_MS) - 3 * HOUR_MS;
  await workloads.registerOnSight(['steps']);
  await sendRuns('steps', hour, hour + HOUR_MS, { hallucination: null });
  await database().insertRows('test', 'events_entry', [
    {
      workload: 'steps',
      id: 'r',
      ts: hour + 2 * HOUR_MS,
      received_at: hour,
      kind: 'review',
      run: `${hour}-4`,
      hallucination: 1,
      sign: 1,
      spool_segment: 2,
    },
  ]);
  const judged = async (stepMs: number): Promise<number[]> =>
    (await assessor.series('steps', 'hallucination_rate', hour, hour + HOUR_MS, stepMs)).points.map(
      ({ n }) => n,
    );
  expect(await judged(HOUR_MS)).toEqual([1]);
  expect(await judged(30 * MINUTE_MS)).toEqual([0, 1]);
  for (const stepMs of [90 * MINUTE_MS, 7 * MINUTE_MS, 1000]) {
    await expect(judged(stepMs)).rejects.toMatchObject({ code: 'invalid' });
  }
  await expect(assessor.signals('steps', null, 15 * MINUTE_MS)).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('steps of minutes are gaps with the reason where a signal is kept by the hour, never a rate of 0', async () => {
  const hour = floorTo(NOW_MS, HOUR_MS) - 3 * HOUR_MS;
  await workloads.registerOnSight(['rejected']);
  await sendRuns('rejected', hour, hour + HOUR_MS, { ok: 1 });
  const series = (signal: string, stepMs: number) =>
    assessor.series('rejected', signal, hour, hour + HOUR_MS, stepMs);
  const shorter = await series('quarantine_rate', 30 * MINUTE_MS);
  expect(shorter.points.map(({ value, low, high, n }) => [value, low, high, n])).toEqual([
    [null, null, null, 0],
    [null, null, null, 0],
  ]);
  expect(shorter.reason).toBe('Quarantine rate is kept by the hour: take a step of whole hours.');
  expect((await series('rollback_mttr', 30 * MINUTE_MS)).reason).toContain('kept by the hour');
  const whole = await series('quarantine_rate', HOUR_MS);
  expect(whole).toMatchObject({ reason: null, points: [{ value: 0, n: 6 }] });
  const ofRuns = await series('error_rate', 30 * MINUTE_MS);
  expect(ofRuns).toMatchObject({ reason: null, points: [{ value: 0 }, { value: 0 }] });
});

test('what is not worked out yet is shown as it was before, with its instant, and then anew', async () => {
  const [before] = await assessor.portfolio(['w2'], null);
  const line = { ...before!, verdict: 'stop' as const, assessed_at: '2026-01-01T00:00:00.000Z' };
  const started = createAssessor({
    database: failing(database()),
    workloads,
    policies,
    hash,
    now: () => nowMs,
    lineBefore: (id) => (id === 'w2' ? line : null),
  });
  const { items: shown } = await started.portfolioAtOnce(['w2', 'w3']);
  expect(shown.map(({ workload, verdict }) => [workload, verdict])).toEqual([
    ['w2', 'stop'],
    ['w3', before!.verdict],
  ]);
  expect(shown[0]!.assessed_at).toBe('2026-01-01T00:00:00.000Z');
  await started.portfolio(['w2'], null);
  expect((await started.portfolioAtOnce(['w2'])).items).toEqual([before]);
});

test('the portfolio does not wait for telemetry that is to be worked in, and has it afterwards', async () => {
  const [before] = await assessor.portfolio(['w5'], null);
  expect(await assessor.portfolioAtOnce(['w5'])).toEqual({ items: [before], behind: [] });
  expect(assessor.behind()).not.toContain('w5');
  await sendRuns('w5', NOW_MS - HOUR_MS, NOW_MS - 10 * MINUTE_MS, { value_usd: '90' });
  assessor.noteTelemetry(new Map([['w5', { minTsMs: NOW_MS - HOUR_MS }]]));
  failNext = () => true;
  expect(await assessor.portfolioAtOnce(['w5'])).toEqual({ items: [before], behind: ['w5'] });
  failNext = () => false;
  expect(assessor.behind()).toContain('w5');

  const done: string[] = [];
  await assessor.workIn(['nobody', 'w5'], (id) => done.push(id));
  expect(done).toEqual(['w5']);
  const { items, behind } = await assessor.portfolioAtOnce(['w5']);
  const [after] = items;
  expect(behind).toEqual([]);
  expect(after!.value_usd_month).toBeGreaterThan(before!.value_usd_month!);
  expect(await assessor.portfolio(['w5'], null)).toEqual([after]);
});

test('a line is worked out before it is shown where the record changed, or it is two minutes old', async () => {
  const shown = async () => (await assessor.portfolioAtOnce(['w5'])).items;
  const [before] = await shown();
  const { document, version } = workloads.get('w5')!;
  await workloads.put('w5', { ...document, title: 'Renamed' }, 'person:test', version);
  expect(await shown()).toEqual([{ ...before!, title: 'Renamed' }]);
  nowMs += 2 * MINUTE_MS - 1;
  const [aged] = await shown();
  expect(aged!.assessed_at).toBe(before!.assessed_at);
  nowMs += 1;
  const [fresh] = await shown();
  expect(fresh!.assessed_at).toBe(new Date(nowMs).toISOString());
  nowMs = NOW_MS;
});

test('an answer is kept while nothing changed, and made anew by telemetry and by the record', async () => {
  const first = await assessor.assess('w4', null, null);
  expect(await assessor.assess('w4', null, null)).toBe(first);
  await sendRuns('w4', NOW_MS - 2 * HOUR_MS, NOW_MS, {});
  assessor.noteTelemetry(new Map([['w4', { minTsMs: NOW_MS - 2 * HOUR_MS }]]));
  const second = await assessor.assess('w4', null, null);
  expect(second.evidence_hash).not.toBe(first.evidence_hash);
  const { document, version } = workloads.get('w4')!;
  await workloads.put('w4', { ...document, title: 'Another' }, 'person:test', version);
  const [line] = await assessor.portfolio(['w4'], null);
  expect(line!.title).toBe('Another');
});
