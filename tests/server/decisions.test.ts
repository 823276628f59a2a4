import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assessment as assessmentSchema } from '../../decisions/assessment/assessment.ts';
import { decisionItem } from '../../decisions/signing/decision.ts';
import { EARNING, sendEarningWorkload } from '../support/earning-workload.ts';
import { signInPerson, type SignedInPerson } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});
const EASY = {
  signals: {
    value_per_run: { role: 'required', limit: 0.05 },
    error_rate: { role: 'required', limit: 0.2 },
    roi: { role: 'required', limit: 0.5 },
  },
};
const DAY_MS = 86_400_000;
const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const id = EARNING.id;
const at = `/api/workloads/${id}`;
const owners = { business: 'owner@example.com', technical: 'builder', operations: 'runs-it' };

let server: TestServer;
let people: Record<'owner' | 'builder' | 'runsIt' | 'approver' | 'other', SignedInPerson>;

beforeAll(async () => {
  server = await startTestServer();
  await server.request('/api/policies/easy', { method: 'PUT', body: EASY });
  await sendEarningWorkload(server);
  await putRecord();
  people = {
    owner: await signInPerson(server, 'owner', ['viewer']),
    builder: await signInPerson(server, 'builder', ['business_owner']),
    runsIt: await signInPerson(server, 'runs-it', ['operator']),
    approver: await signInPerson(server, 'approver', ['approver']),
    other: await signInPerson(server, 'other', ['approver']),
  };
});
afterAll(() => server.stop());

const putRecord = (change = {}) =>
  server.request(at, { method: 'PUT', body: { ...EARNING, policy: 'easy', owners, ...change } });

/** What the assessment is now, as somebody reads it before they sign. */
async function look(): Promise<z.infer<typeof assessmentSchema>> {
  return assessmentSchema.parse(await (await server.request(`${at}/assessment`)).json());
}

type Asks = Pick<SignedInPerson, 'request'>;

async function propose(by: Asks, change: object = {}) {
  const { verdict, evidence_hash } = await look();
  const body = { verdict, accepts: true, review_date: dayFromNow(30), evidence_hash, ...change };
  return by.request(`${at}/decisions`, { body });
}

async function latest(): Promise<string> {
  const { last } = z
    .object({ last: z.string() })
    .parse(await (await server.request(`${at}/signing`)).json());
  return last;
}

const itemOf = async (response: Response) => decisionItem.parse(await response.json());

describe('scale', () => {
  it('waits for operations after the business owner, then is in force and carried out', async () => {
    expect((await look()).verdict).toBe('scale');
    const next_mode = { mode: 'limited', percent: 10 };
    const proposed = await propose(people.owner, { next_mode });
    expect(proposed.status).toBe(201);
    expect(proposed.headers.get('etag')).toBe('"1"');
    const waiting = await itemOf(proposed);
    expect(waiting).toMatchObject({
      id: `${id}-1`,
      state: 'awaiting',
      signatures: [{ capacity: 'business' }],
    });
    const { items } = z
      .object({ items: z.array(z.object({ awaiting: z.string().nullable() })) })
      .parse(await (await server.request('/api/portfolio')).json());
    expect(items).toContainEqual({ awaiting: waiting.id });

    const { evidence_hash } = await look();
    const sign = (by: Asks) =>
      by.request(`/api/decisions/${waiting.id}/signatures`, { body: { evidence_hash } });
    expect((await sign(people.owner)).status).toBe(409);
    expect((await sign(server)).status).toBe(403);
    expect((await sign(people.approver)).status).toBe(403);
    const signed = await itemOf(await sign(people.runsIt));
    expect(signed).toMatchObject({ state: 'in_force', missing: [] });
    expect(await (await server.request(at)).json()).toMatchObject({ rollout: next_mode });
    expect(problem.parse(await (await sign(people.runsIt)).json()).detail).toContain(
      'the last by runs it at',
    );
  });

  it('goes no further than the next exposure step', async () => {
    const refused = await propose(people.owner, {
      next_mode: { mode: 'live' },
      replaces: await latest(),
    });
    expect(refused.status).toBe(400);
    expect(problem.parse(await refused.json()).errors).toEqual([
      { path: 'next_mode', message: expect.stringContaining('limited, 25 %') as string },
    ]);
  });
});

describe('who may sign', () => {
  it('who owns the build accepts nothing for the business', async () => {
    const hold = { verdict: 'hold', accepts: false, reason: 'it is too early for us' };
    const refused = await propose(people.builder, { ...hold, replaces: await latest() });
    expect(refused.status).toBe(403);
    expect(problem.parse(await refused.json()).detail).toMatch(/owns the build/);
  });

  it('an overrule is in force with a second reviewer, and not with the first person again', async () => {
    const hold = { verdict: 'hold', accepts: false, reason: 'it is too early for us' };
    const proposed = await propose(people.approver, { ...hold, replaces: await latest() });
    const waiting = await itemOf(proposed);
    expect(waiting.missing).toHaveLength(1);
    const { evidence_hash } = await look();
    const sign = (by: Asks) =>
      by.request(`/api/decisions/${waiting.id}/signatures`, { body: { evidence_hash } });
    expect((await sign(people.approver)).status).toBe(409);
    expect(await itemOf(await sign(people.other))).toMatchObject({ state: 'in_force' });
  });

  it('a key proposes scale and signs nothing of it, and what it proposed can be withdrawn', async () => {
    const waiting = await itemOf(await propose(server, { replaces: await latest() }));
    expect(waiting).toMatchObject({ state: 'awaiting', signatures: [] });
    const end = (by: Asks, reason: string) =>
      by.request(`/api/decisions/${waiting.id}/withdraw`, { body: { reason } });
    expect((await end(people.owner, 'not mine')).status).toBe(403);
    expect((await end(people.approver, '')).status).toBe(400);
    expect(await itemOf(await end(people.approver, 'by mistake'))).toMatchObject({
      state: 'withdrawn',
      withdrawn: { name: 'approver', reason: 'by mistake' },
    });
  });
});

describe('the evidence', () => {
  it('is refused with every difference once it decides otherwise', async () => {
    const before = await look();
    const stricter = { ...EASY, signals: { ...EASY.signals, error_rate: { role: 'advisory' } } };
    await server.request('/api/policies/easy', { method: 'PUT', body: stricter });
    const refused = await propose(people.owner, {
      verdict: before.verdict,
      evidence_hash: before.evidence_hash,
      replaces: await latest(),
    });
    expect(refused.status).toBe(409);
    const paths = problem.parse(await refused.json()).errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['verdict', 'policy', 'signals.error_rate']));
  });

  it('that nobody was shown is refused', async () => {
    const refused = await propose(people.owner, { evidence_hash: 'f'.repeat(64) });
    expect(refused.status).toBe(409);
  });
});

it('of two requests at once exactly one decides, and a replay decides nothing', async () => {
  const { verdict, evidence_hash } = await look();
  expect(verdict).toBe('hold');
  const replaces = await latest();
  const body = { verdict, accepts: true, review_date: dayFromNow(9), evidence_hash, replaces };
  const post = (by: Asks) => by.request(`${at}/decisions`, { body });
  const answers = await Promise.all([post(people.approver), post(people.other), post(server)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  expect((await post(server)).status).toBe(409);
  const won = await itemOf(answers.find(({ status }) => status === 201)!);
  const lost = problem.parse(await answers.find(({ status }) => status === 409)!.json());
  expect(lost.detail).toContain(`${won.id} (hold) was signed by`);
});

it('the review date of the decision in force is the workload’s decision date', async () => {
  const { items } = z
    .object({ items: z.array(z.object({ decision_due: z.string(), overdue: z.boolean() })) })
    .parse(await (await server.request('/api/portfolio')).json());
  expect(items).toEqual([{ decision_due: dayFromNow(9), overdue: false }]);
});

it('the register lists the newest of each kind first, filters, pages, and keeps bound keys out', async () => {
  const list = async (query: string, init = {}) =>
    z
      .object({ items: z.array(decisionItem), next: z.string().nullable() })
      .parse(await (await server.request(`/api/decisions?${query}`, init)).json());
  const all = await list('scored=true');
  expect(all.items.map(({ state }) => state)).toEqual([
    'in_force',
    'withdrawn',
    'superseded',
    'superseded',
  ]);
  expect(all.items[0]?.score).toMatchObject({ score: 'too_early' });
  expect((await list('state=withdrawn')).items).toHaveLength(1);
  const first = await list('limit=3');
  expect((await list(`limit=3&cursor=${first.next}`)).items).toHaveLength(1);
  const made = await server.request('/api/keys', {
    body: { name: 'bound', scopes: ['read'], workloads: ['another'] },
  });
  const { key } = z.object({ key: z.string() }).parse(await made.json());
  const headers = { authorization: `Bearer ${key}` };
  expect((await list('', { headers })).items).toEqual([]);
  const one = await server.request(`/api/decisions/${id}-1`, { headers });
  expect(one.status).toBe(403);
});

it('the memo is JSON, or Markdown for who asks for it', async () => {
  const memo = `/api/decisions/${id}-1/memo`;
  expect(await (await server.request(memo)).json()).toMatchObject({ id: `${id}-1` });
  const accept = { headers: { accept: 'text/markdown' } };
  for (const answer of [
    await server.request(memo, accept),
    await server.request(`${memo}?format=md`),
  ]) {
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(await answer.text()).toMatch(/^# Earns but invents: scale accepted\n/);
  }
  expect((await server.request('/api/decisions/nobody-1/memo')).status).toBe(404);
});
