import { beforeAll, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo, isoTime } from '../../core/time.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { GateItem } from '../../decisions/gates/gate-item.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const HOUR = floorTo(Date.now(), HOUR_MS) - 2 * HOUR_MS;
const DAYS = 130;
const WORKLOAD = 'well-proven';
let nowMs = HOUR + 10 * MINUTE_MS;
const server = useOwnServer({ now: () => nowMs });
const PATH = `/api/workloads/${WORKLOAD}`;
const OWNERS = { business: 'Head of service', technical: 'Platform team', operations: 'Desk lead' };

const assess = async (query = ''): Promise<Assessment> =>
  (await server().ask(`${PATH}/assessment${query}`)).body as Assessment;
const put = (path: string, body: object) => server().ask(path, body, { method: 'PUT' });
const placed = async (id: string): Promise<unknown> => {
  const { body } = await server().ask(`/api/workloads/${id}/gates`);
  return (body as { placed_without_gates: boolean }).placed_without_gates;
};
const gatesOf = async (id = WORKLOAD): Promise<Map<string, GateItem>> => {
  const { body } = await server().ask(`/api/workloads/${id}/gates`);
  return new Map((body as { items: GateItem[] }).items.map((item) => [item.gate, item]));
};
async function send(events: readonly object[]): Promise<void> {
  const sent = events.map((event) => ({ workload: WORKLOAD, ...event }));
  expect((await server().ask('/v1/events', sent)).status).toBe(202);
  await server().request('/api/ingest/flush', { method: 'POST' });
}
const drill = (restoredMs: number): object[] =>
  (['detected', 'restored'] as const).map((phase, index) => ({
    kind: 'incident',
    id: `${restoredMs}-${phase}`,
    ts: restoredMs - (1 - index) * 20 * MINUTE_MS,
    incident: `drill-${restoredMs}`,
    phase,
    rollback: true,
    drill: true,
  }));

/** A browser signed in by the printed link: the built-in administrator, who is a person. */
async function signedIn(): Promise<
  (path: string, body?: unknown, method?: string) => Promise<{ status: number; body: unknown }>
> {
  const token = /token=(.+)$/.exec(server().signInLink)?.[1];
  const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const answered = await server().request('/api/session', {
    method: 'POST',
    headers: { ...own, authorization: '' },
    body: JSON.stringify({ token }),
  });
  expect(answered.status).toBe(204);
  const cookie = answered.headers.get('set-cookie')!.split(';')[0]!;
  return (path, body, method) =>
    server().ask(path, body, {
      ...(method === undefined ? {} : { method }),
      headers: { ...own, cookie, authorization: '' },
    });
}

/** The link signs in once. */
let me: Awaited<ReturnType<typeof signedIn>>;

/** Runs that are worth their cost all along. */
beforeAll(async () => {
  me = await signedIn();
  const startMs = HOUR - DAYS * DAY_MS;
  const runs = Array.from({ length: DAYS * 48 }, (_, i) => ({
    kind: 'run',
    id: `${i}`,
    ts: startMs + i * 30 * MINUTE_MS,
    ok: true,
    cost_usd: i % 2 === 0 ? 0.1 : 0.12,
    value_usd: i % 2 === 0 ? 0.9 : 1.1,
    hallucination: false,
  }));
  for (let from = 0; from < runs.length; from += 1000) await send(runs.slice(from, from + 1000));
  const policy = {
    extends: 'default',
    gates: { required_for_scale: ['owners', 'rollback_rehearsed'] },
  };
  expect((await put('/api/policies/careful', policy)).status).toBe(200);
});

test('scale waits for the gates that its policy requires, at past instants too', async () => {
  expect((await put(PATH, { policy: 'careful' })).status).toBe(200);
  const blocked = ['gate:owners', 'gate:rollback_rehearsed'];
  expect(await assess()).toMatchObject({ verdict: 'hold', proposed: 'hold', blocked_by: blocked });

  expect((await put(PATH, { policy: 'careful', owners: OWNERS })).status).toBe(200);
  expect(await assess()).toMatchObject({ blocked_by: ['gate:rollback_rehearsed'] });
  await send(drill(HOUR - 95 * DAY_MS));
  const at = (days: number) => assess(`?at=${isoTime(HOUR - days * DAY_MS)}`);
  expect((await at(96)).blocked_by).toEqual(['gate:rollback_rehearsed']);
  expect(await at(50)).toMatchObject({ verdict: 'scale', proposed: 'scale', blocked_by: [] });
  // More than ninety days ago now.
  const late = await assess();
  expect(late).toMatchObject({ verdict: 'hold', blocked_by: ['gate:rollback_rehearsed'] });
  expect(late.gates).toMatchObject([
    { gate: 'owners', state: 'passed', required: true },
    { gate: 'rollback_rehearsed', state: 'open', required: true },
  ]);
  expect(late.gates[1]?.evidence).toContain('more than 90 days ago');

  await send(drill(HOUR - 10 * DAY_MS));
  expect(await assess()).toMatchObject({ verdict: 'scale', blocked_by: [] });
  const { body } = await server().ask('/api/policies/careful/backtest', {
    document: { extends: 'default', gates: { required_for_scale: ['security_review'] } },
  });
  expect(body).toMatchObject({ items: [{ workload: WORKLOAD }], warnings: [] });
});

test('an owner signs once, for what nothing else proves; a key signs for nobody', async () => {
  const owners = { ...OWNERS, business: 'administrator', security: 'administrator' };
  await put(PATH, { policy: 'careful', owners });
  const gate = (name: string) => `${PATH}/gates/${name}`;
  const statement = { statement: 'Three courses <b>held</b>.', link: 'https://wiki.example/t' };

  const byKey = await server().ask(gate('users_trained'), statement);
  expect(byKey).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/a key is no person/) as string },
  });
  const signed = await me(gate('users_trained'), statement);
  expect(signed).toMatchObject({
    status: 201,
    body: { state: 'passed', signed_by: ['Administrator'], missing: [] },
  });
  expect(await me(gate('rollback_rehearsed'), statement)).toMatchObject({ status: 409 });
  expect(await me(gate('risk_review'), statement)).toMatchObject({ status: 403 });
  expect(await me(gate('evaluation_set'), { ...statement, capacity: 'expert' })).toMatchObject({
    status: 403,
  });
  expect(await me(gate('nothing'), statement)).toMatchObject({ status: 404 });
  const past = { ...statement, expires_at: isoTime(nowMs - HOUR_MS) };
  expect(await me(gate('users_trained'), past)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'expires_at' }] },
  });

  const item = (await gatesOf()).get('users_trained');
  expect(item?.approvers).toMatchObject([{ capacity: 'business', signed: true, may_sign: false }]);
  expect(item?.signatures).toMatchObject([{ statement: 'Three courses <b>held</b>.', id: 1 }]);
  const revoked = await me(`${gate('users_trained')}/signatures/1`, undefined, 'DELETE');
  expect(revoked).toMatchObject({ status: 200, body: { state: 'open' } });
  expect(await me(`${gate('users_trained')}/signatures/1`, undefined, 'DELETE')).toMatchObject({
    status: 409,
  });
});

test('monitoring is proved by rules, a route and a test alert that somebody acknowledged', async () => {
  const rules = ['value_per_run', 'error_rate', 'roi'];
  for (const signal of rules) {
    const when = { signal, op: '>', threshold: 1e6, window: '6h' };
    const rule = { title: signal, when, interval: '6h' };
    const answered = await put(`/api/rules/${signal.replaceAll('_', '-')}`, rule);
    expect(answered.status).toBe(200);
  }
  expect((await gatesOf()).get('monitoring_active')?.missing).toEqual([
    'No route leads its alerts to a receiver.',
    'No test alert was delivered to one of its receivers and acknowledged.',
  ]);
  const nobody = await server().ask('/api/receivers/desk/test/acknowledge', {});
  expect(nobody.status).toBe(409);
});

test('who accepts and who builds are told apart as people, whatever they are named by', async () => {
  const person = {
    id: 'case-owner',
    name: 'Case owner',
    email: 'case-owner@example.com',
    roles: ['approver'],
  };
  const owners = {
    business: 'case-owner',
    technical: 'Case-Owner@Example.com',
    operations: 'Desk lead',
  };
  expect((await put('/api/workloads/own-work', { owners })).status).toBe(200);
  const missing = async () => (await gatesOf('own-work')).get('owners')?.missing;
  expect(await missing()).toEqual([]);
  expect((await server().ask('/api/people', person)).status).toBe(201);
  expect(await missing()).toEqual(['Who builds it and who accepts it are the same person.']);
});

test('a signature stops to count when the record no longer says what was signed', async () => {
  const path = '/api/workloads/signed-text';
  const record = { owners: { business: 'administrator' }, purpose: 'Answers.' };
  await put(path, record);
  const body = { statement: 'As stated.' };
  expect(await me(`${path}/gates/purpose_stated`, body)).toMatchObject({
    status: 201,
    body: { signed_by: ['Administrator'], signatures: [{ state: 'valid', changed: [] }] },
  });
  await put(path, { ...record, purpose: 'Sells.' });
  const item = (await gatesOf('signed-text')).get('purpose_stated');
  expect(item).toMatchObject({
    signed_by: [],
    signatures: [{ state: 'outdated', changed: ['purpose'] }],
    evidence: expect.stringMatching(
      /Administrator signed for another text: purpose changed/,
    ) as string,
  });
  await put(path, record);
  expect((await gatesOf('signed-text')).get('purpose_stated')?.signed_by).toEqual([
    'Administrator',
  ]);
});

test('nobody signs as the owner they wrote into the record themselves', async () => {
  const path = '/api/workloads/self-named';
  const record = { owners: { business: 'administrator' }, purpose: 'Answers.' };
  expect((await me(path, record, 'PUT')).status).toBe(200);
  const sign = () => me(`${path}/gates/purpose_stated`, { statement: 'As stated.' });
  expect(await sign()).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/named yourself the business owner/) as string },
  });
  await put(path, { ...record, owners: {} });
  await put(path, record);
  expect((await sign()).status).toBe(201);
});

test('a stage is left through its gates alone, and backwards with a reason', async () => {
  const id = 'fresh-idea';
  const path = `/api/workloads/${id}`;
  expect((await put(path, { stage: 'design', owners: OWNERS })).status).toBe(200);
  // What is left out of a record takes its default, but nobody is moved by forgetting the stage.
  expect(await put(path, { owners: OWNERS })).toMatchObject({ body: { stage: 'design' } });
  expect(await put(path, { stage: 'production', owners: OWNERS })).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/no stage is skipped/) as string },
  });
  const forward = await put(path, { stage: 'testing', owners: OWNERS });
  expect(forward.status).toBe(409);
  const { errors } = forward.body as { errors: { path: string; message: string }[] };
  expect(errors.map((one) => one.path)).toEqual([
    'gates.purpose_stated',
    'gates.data_contract',
    'gates.evaluation_set',
  ]);
  expect([await placed(id), await placed(WORKLOAD)]).toEqual([false, true]);
  const production = { policy: 'careful', owners: OWNERS, stage: 'sandbox' };
  expect(await put(PATH, production)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'reason' }] },
  });
  const back = await put(`${PATH}?reason=too%20many%20complaints`, production);
  expect(back).toMatchObject({ status: 200, body: { stage: 'sandbox' } });
  expect(await placed(WORKLOAD)).toBe(false);
  const easier = { ...production, stage: 'production', policy: 'default', risk_class: 'internal' };
  expect(await put(PATH, easier)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'risk_class' }, { path: 'policy' }] },
  });
  const retired = await put(`${PATH}?reason=over`, { ...production, stage: 'retired' });
  expect(retired).toMatchObject({ status: 200, body: { stage: 'retired' } });
  expect(
    await put(`${PATH}?reason=not%20over`, { ...production, stage: 'production' }),
  ).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/no stage is skipped.*next is design/) as string },
  });
  expect(await put(path, { gates: { owners: { approvers: ['risk'] } } })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'gates.owners' }] },
  });
});
