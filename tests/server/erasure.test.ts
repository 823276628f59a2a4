import { expect, test, vi } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();
// Erasing rewrites parts of some twenty tables, one after another.
vi.setConfig({ testTimeout: 120_000 });
const USER = 'a.person@example.com';

interface Erased {
  id: string;
  rows: Record<string, number>;
}

const send = async (events: unknown): Promise<void> => {
  expect((await server().ask('/v1/events', events)).status).toBe(202);
};
const erase = async (document: object): Promise<Erased> => {
  const { status, body } = await server().ask('/api/erasures', document);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as Erased;
};
const sum = (rows: Record<string, number>): number =>
  Object.values(rows).reduce((total, count) => total + count, 0);

/** One event of every kind that leaves something in a table of its own. */
const everything = (workload: string) => {
  const ts = Date.now() - 3_600_000;
  const at = { workload, ts };
  return [
    { ...at, kind: 'run', id: '1', release: 'r1', latency_ms: 5, ok: true, hallucination: false },
    { ...at, kind: 'run', id: '2', user: USER, cost_usd: 1 },
    { ...at, kind: 'review', id: '3', run: '1', hallucination: true },
    { ...at, kind: 'cost', id: '4', category: 'support', amount_usd: 2 },
    { ...at, kind: 'incident', id: '5', incident: 'i', phase: 'started' },
    { ...at, kind: 'deployment', id: '6', release: 'r1', change: 'rollout' },
    { ...at, kind: 'metric', id: '7', signal: 'uptime', value: 1 },
    { ...at, kind: 'probe', id: '8', ok: true },
    { ...at, kind: 'drift', id: '9', feature: 'f', score: 0.1 },
    { ...at, kind: 'distribution', id: '10', feature: 'f', role: 'input', values: [1, 2] },
    { ...at, kind: 'run', id: '11', halucination: true },
  ];
};

/** What a workload's pages show of its telemetry. */
async function shown(workload: string): Promise<object> {
  await server().request('/api/ingest/flush', { method: 'POST' });
  const get = async (path: string) => (await server().ask(path)).body as { items: object[] };
  const signals = (await get(`/api/workloads/${workload}/signals`)) as unknown as {
    totals: Record<string, number>;
  };
  const quarantine = (await get('/api/quarantine')) as { items: { workload?: string }[] };
  const tail = (await get('/api/ingest/tail')) as { items: { workload?: string }[] };
  const portfolio = (await get('/api/portfolio')) as {
    items: { workload?: string; cost_usd_month?: number | null }[];
  };
  const ofIt = (items: { workload?: string }[]): number =>
    items.filter((item) => item.workload === workload).length;
  return {
    runs: signals.totals['runs'],
    probes: signals.totals['probes'],
    cost: signals.totals['cost_usd'],
    raw: (await get(`/api/workloads/${workload}/runs`)).items.length,
    marks: (await get(`/api/workloads/${workload}/marks`)).items.length,
    rejected: ofIt(quarantine.items),
    tail: ofIt(tail.items),
    listed: ofIt(portfolio.items),
  };
}

/** Runs a month as the portfolio says, without waiting for anything. */
async function listedRuns(workload: string): Promise<number | undefined> {
  const { body } = await server().ask('/api/portfolio');
  const { items } = body as { items: { workload: string; runs_month: number }[] };
  return items.find((item) => item.workload === workload)?.runs_month;
}

test('a workload’s telemetry is gone from every table, page and list, and nothing else is', async () => {
  await send(everything('gone'));
  await send(everything('stays'));
  const before = await shown('stays');
  expect(await shown('gone')).toMatchObject({
    runs: 2,
    probes: 1,
    cost: 1,
    raw: 2,
    marks: 2,
    rejected: 1,
  });

  expect(await listedRuns('gone')).toBe(2);

  const { rows } = await erase({ workload: 'gone', reason: 'the pilot ended' });
  expect(await listedRuns('gone')).toBe(0);
  expect(rows).toMatchObject({
    runs: 2,
    events: 8,
    quarantine: 1,
    cost: 1,
    incident: 1,
    deployment: 1,
  });
  expect(await shown('gone')).toEqual({
    runs: 0,
    probes: 0,
    cost: 0,
    raw: 0,
    marks: 0,
    rejected: 0,
    tail: 0,
    listed: 1,
  });
  expect(await shown('stays')).toEqual({ ...before, tail: 0 });
  expect((await server().ask('/api/workloads/gone')).status).toBe(200);
  const again = await erase({ workload: 'gone', reason: 'to be sure' });
  expect([sum(again.rows), Object.keys(again.rows)]).toEqual([0, Object.keys(rows)]);
});

test('a workload that was erased starts anew with what it sends next', async () => {
  await send(everything('anew'));
  await erase({ workload: 'anew', reason: 'a test run' });
  await send([{ kind: 'run', workload: 'anew', id: 'later', cost_usd: 3 }]);
  expect(await shown('anew')).toMatchObject({ runs: 1, raw: 1, cost: 3, probes: 0 });
  const again = await server().ask('/v1/events', { kind: 'run', workload: 'anew', id: '1' });
  expect(again.body).toMatchObject({ accepted: 0, duplicates: 1 });
});

test('a user’s raw rows and rejected events are gone from every workload, and the sums stay', async () => {
  const run = (id: string, user: string, more: object = {}) => ({
    kind: 'run',
    workload: 'people',
    id,
    user,
    ...more,
  });
  await send([
    run('1', USER),
    run('2', USER, { workload: 'others' }),
    run('3', 'b.person@example.com'),
    { kind: 'feedback', workload: 'people', id: '4', user: USER, complaint: true },
    run('5', USER, { halucination: true }),
    run('6', 'b.person@example.com', { halucination: true }),
  ]);
  const unread = `{"kind":"run","user" : "${USER}", broken\n{"kind":"run","workload":"people","id":"7"}`;
  const lines = await server().request('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: unread,
  });
  expect(await lines.json()).toMatchObject({ accepted: 1, rejected: [{ index: 0 }] });

  // Two runs of tests before this one named the same user.
  const { rows } = await erase({ user: USER, reason: 'asked to be forgotten' });
  expect(rows).toMatchObject({ runs: 3, events: 1, quarantine: 2, spans: 0 });
  expect(await shown('people')).toMatchObject({ runs: 3, raw: 2 });
  const { body } = await server().ask('/api/quarantine?limit=1000');
  expect(JSON.stringify(body)).not.toContain(USER);
  expect(
    (body as { items: { workload: string }[] }).items.filter(
      ({ workload }) => workload === 'people',
    ),
  ).toHaveLength(1);
  expect(sum((await erase({ user: USER, reason: 'once more' })).rows)).toBe(0);
});

test('a user’s name that looks like a pattern or SQL erases nobody else', async () => {
  await send([{ kind: 'run', workload: 'patterns', id: '1', user: 'somebody' }]);
  for (const user of ['.*', '%', "' OR 1=1 --", '\\', 'some', '(', '[a-z]+', '\ud800']) {
    expect(sum((await erase({ user, reason: 'r' })).rows), user).toBe(0);
  }
  expect(await shown('patterns')).toMatchObject({ raw: 1 });
});

test('every erasure is on the record with who, why and how much, and never with a name', async () => {
  const { id, rows } = await erase({ user: USER, reason: 'asked again' });
  const { body } = await server().ask('/api/erasures');
  const { items } = body as { items: { id: string }[] };
  expect(items.find((item) => item.id === id)).toEqual({
    id,
    workload: null,
    user_hash: expect.stringMatching(/^[0-9a-f]{32}$/),
    requested_at: expect.any(String),
    finished_at: expect.any(String),
    rows,
    actor: 'key:environment',
    reason: 'asked again',
  });
  expect(JSON.stringify(items)).not.toContain(USER);
  expect(items.length).toBeGreaterThanOrEqual(10);
});

test('only an admin key that is bound to nothing may erase, or see what was erased', async () => {
  const keyFor = async (document: object): Promise<HeadersInit> => {
    const { body } = await server().ask('/api/keys', { name: 'k', ...document });
    return { authorization: `Bearer ${(body as { key: string }).key}` };
  };
  await send([{ kind: 'run', workload: 'kept', id: '1' }]);
  for (const document of [
    { scopes: ['ingest', 'read', 'write'] },
    { scopes: ['admin'], workloads: ['kept'] },
  ]) {
    const headers = await keyFor(document);
    const asked = await server().ask(
      '/api/erasures',
      { workload: 'kept', reason: 'r' },
      { headers },
    );
    expect(asked.status).toBe(403);
    expect((await server().ask('/api/erasures', undefined, { headers })).status).toBe(403);
  }
  expect(await shown('kept')).toMatchObject({ raw: 1 });
});

test('a request that names both, neither, or no reason erases nothing', async () => {
  for (const document of [
    { workload: 'kept', user: 'u', reason: 'r' },
    { reason: 'r' },
    { workload: 'kept' },
    { workload: 'kept', reason: '' },
    { workload: 'Not a slug', reason: 'r' },
    { workloads: ['kept'], reason: 'r' },
  ]) {
    expect((await server().ask('/api/erasures', document)).status, JSON.stringify(document)).toBe(
      400,
    );
  }
  expect(await shown('kept')).toMatchObject({ raw: 1 });
  expect(server().faults).toEqual([]);
});
