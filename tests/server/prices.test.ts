import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const DAY_MS = 86_400_000;
const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
const flush = () => server.request('/api/ingest/flush', { method: 'POST' });

async function send(workload: string, runs: readonly object[]): Promise<void> {
  const events = runs.map((run) => ({ kind: 'run', workload, ...run }));
  expect((await server.request('/v1/events', { body: events })).status).toBe(202);
  await flush();
}

async function answer<T>(path: string): Promise<T> {
  const response = await server.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

interface Run {
  id: string;
  cost_usd: number | null;
}
async function costs(workload: string): Promise<Record<string, number | null>> {
  const { items } = await answer<{ items: Run[] }>(`/api/workloads/${workload}/runs?limit=1000`);
  return Object.fromEntries(items.map(({ id, cost_usd }) => [id, cost_usd]));
}

interface Signals {
  totals: Record<string, number>;
  items: { signal: string; value: number | null; state: string }[];
}
async function signals(workload: string) {
  const { items, totals } = await answer<Signals>(`/api/workloads/${workload}/signals?window=7d`);
  return { totals, of: (id: string) => items.find(({ signal }) => signal === id) };
}

const put = (id: string, body: object, headers: Record<string, string> = {}) =>
  server.request(`/api/prices/${id}`, { method: 'PUT', body, headers });

test('a run is priced from its tokens at list price, cached tokens at theirs', async () => {
  const tokens = { tokens_in: 1_000_000, tokens_cached: 500_000, tokens_out: 100_000 };
  await send('listed', [{ id: 'a', provider: 'openai', model: 'gpt-4.1', ...tokens }]);
  expect(await costs('listed')).toEqual({ a: 2.05 });
});

test('a model without a price is unpriced in its runs and never cheap in economics', async () => {
  const ours = { model: 'llama-of-ours', tokens_in: 1_000_000, tokens_out: 0, value_usd: 1 };
  const runs = Array.from({ length: 200 }, (_, i) =>
    i < 4 ? { id: `ours-${i}`, ...ours } : { id: `stated-${i}`, cost_usd: 0.5, value_usd: i % 2 },
  );
  await send('unpriced', runs);
  expect((await costs('unpriced'))['ours-0']).toBeNull();
  const { totals, of } = await signals('unpriced');
  const left = { unpriced_runs: 4, unpriced_tokens: 4_000_000, priced_runs: 196, cost_usd: 98 };
  expect(totals).toMatchObject(left);
  for (const id of ['roi', 'cost_per_run']) {
    expect(of(id)).toMatchObject({ value: null, state: 'too_few' });
  }
});

test('a price that is set prices what comes in from then on, by its own days', async () => {
  const price = {
    model: 'llama-of-ours',
    from: day(2),
    input_usd_per_mtok: 0.4,
    output_usd_per_mtok: 0.6,
  };
  const made = await put('ours', price);
  expect(made.status).toBe(200);
  expect(made.headers.get('etag')).toBe('"1"');
  expect(await made.json()).toEqual({
    id: 'ours',
    provider: null,
    until: null,
    cached_usd_per_mtok: null,
    reasoning_usd_per_mtok: null,
    request_usd: null,
    note: '',
    ...price,
  });
  const tokens = { model: 'llama-of-ours', tokens_in: 1_000_000, tokens_out: 1_000_000 };
  await send('ours', [
    { id: 'now', ...tokens },
    { id: 'first-day', ts: Date.parse(day(2)), ...tokens },
    { id: 'before', ts: Date.parse(day(2)) - 1, ...tokens },
  ]);
  expect(await costs('ours')).toEqual({ now: 1, 'first-day': 1, before: null });
  expect((await costs('unpriced'))['ours-0']).toBeNull();

  expect((await server.request('/api/prices/ours', { method: 'DELETE' })).status).toBe(204);
  await send('ours', [{ id: 'after', ...tokens }]);
  expect((await costs('ours'))['after']).toBeNull();
  expect((await server.request('/api/prices/ours')).status).toBe(404);
});

test('prices are kept whole and in versions, and survive a restart', async () => {
  const price = { model: 'm*', from: '2026-01-01', input_usd_per_mtok: 1, output_usd_per_mtok: 1 };
  expect((await put('kept', price, { 'if-match': '"0"' })).status).toBe(200);
  expect((await put('kept', price, { 'if-match': '"0"' })).status).toBe(412);
  const stale = { method: 'DELETE', headers: { 'if-match': '"9"' } };
  expect((await server.request('/api/prices/kept', stale)).status).toBe(412);

  await server.kill();
  server = await startTestServer({ folder: server.folder });
  const found = await server.request('/api/prices/kept');
  expect(found.headers.get('etag')).toBe('"1"');
  expect(await found.json()).toMatchObject(price);
  const { items } = await answer<{ items: { id: string }[] }>('/api/prices');
  expect(items.map(({ id }) => id)).toEqual(['kept']);
  await send('kept', [{ id: 'a', model: 'mistral-of-ours', tokens_in: 1_000_000 }]);
  expect(await costs('kept')).toEqual({ a: 1 });
});

test('what no price can be is refused with every reason', async () => {
  const price = { model: 'm*', from: '2026-01-01', input_usd_per_mtok: 1, output_usd_per_mtok: 1 };
  const paths = async (id: string, body: object): Promise<string[]> => {
    const response = await put(id, body);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    return errors.map(({ path }) => path);
  };
  expect(await paths('twin', price)).toEqual(['from']);
  expect(await paths('x', { ...price, until: '2026-01-01', model: 'x' })).toEqual(['until']);
  expect(await paths('x', { ...price, model: 'a*b' })).toContain('model');
  expect(await paths('x', { model: 'x' })).toEqual(
    expect.arrayContaining(['from', 'input_usd_per_mtok', 'output_usd_per_mtok']),
  );
  expect((await server.request('/api/prices/nothing', { method: 'DELETE' })).status).toBe(404);
});

test('a key that writes documents, or one of an admin that is bound to workloads, sets no price', async () => {
  const status = async (key: object) => {
    const made = await server.request('/api/keys', { body: { name: 'k', ...key } });
    const { key: token } = (await made.json()) as { key: string };
    const headers = { authorization: `Bearer ${token}` };
    const body = { model: 'k', from: '2026-01-01', input_usd_per_mtok: 1, output_usd_per_mtok: 1 };
    return (await put('k', body, headers)).status;
  };
  expect(await status({ scopes: ['read', 'ingest', 'write'] })).toBe(403);
  expect(await status({ scopes: ['admin'], workloads: ['mine'] })).toBe(403);
  expect(await status({ scopes: ['admin'] })).toBe(200);
});
