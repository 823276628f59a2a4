import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantQuarantined } from '../support/plant-quarantined.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

interface Item {
  id: string;
  workload: string;
  body: string;
  replayable: boolean;
  reason_not_replayable: string | null;
}
interface Answer {
  accepted: number;
  duplicates: number;
  rejected: { id: string; path: string; message: string }[];
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const flush = () => server.request('/api/ingest/flush', { method: 'POST' });

async function quarantined(): Promise<Item[]> {
  await flush();
  const response = await server.request('/api/quarantine?limit=1000');
  return ((await response.json()) as { items: Item[] }).items;
}

async function replay(ids: readonly string[], headers: Record<string, string> = {}) {
  const response = await server.request('/api/quarantine/replay', { body: { ids }, headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function runIds(workload: string): Promise<string[]> {
  await flush();
  const response = await server.request(`/api/workloads/${workload}/runs`);
  if (response.status === 404) return [];
  return ((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
}

async function sendLines(...lines: string[]): Promise<void> {
  const response = await server.request('/v1/events', {
    body: lines.join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(response.status).toBe(202);
}

/** Too long for the contract; its hash, which is all that is kept of it, is not. */
const LONG_USER = 'u'.repeat(300);
const line = (event: object): string => JSON.stringify({ kind: 'run', ...event });

test('what fits by now is counted and leaves the quarantine, once; the rest stays and says why', async () => {
  await sendLines(
    line({ workload: 'fits', user: LONG_USER, id: 'mended' }),
    line({ workload: 'fits', user: LONG_USER }),
    line({ workload: 'stays', ok: 'no' }),
    line({ workload: 'long', error: 'x'.repeat(70_000) }),
    '{"kind": "run", "workload": "broken"',
  );
  const before = await quarantined();
  const of = (workload: string) => before.filter((item) => item.workload === workload);
  const [stays] = of('stays');
  expect(stays).toMatchObject({ replayable: true, reason_not_replayable: null });
  expect(of('long')).toMatchObject([
    { replayable: false, reason_not_replayable: 'only its first 64 KiB were kept' },
  ]);
  expect(of('')).toMatchObject([{ replayable: false, reason_not_replayable: 'not JSON' }]);

  const ids = before.map(({ id }) => id);
  const answer = await replay([...ids, ...ids, 'never-seen']);
  expect(answer).toMatchObject({ accepted: 2, duplicates: 0 });
  expect(Object.fromEntries(answer.rejected.map(({ id, message }) => [id, message]))).toEqual({
    [stays?.id ?? '']: 'expected true or false, got "no"',
    [of('long')[0]?.id ?? '']: 'only its first 64 KiB were kept',
    [of('')[0]?.id ?? '']: 'not JSON',
    'never-seen': 'not in the quarantine',
  });
  const without = (await quarantined()).map(({ workload }) => workload);
  expect(without.toSorted()).toEqual(['', 'long', 'stays']);
  const nameless = of('fits').find(({ body }) => !body.includes('mended'))?.id ?? '';
  expect(new Set(await runIds('fits'))).toEqual(new Set(['mended', nameless]));

  expect(await replay(of('fits').map(({ id }) => id))).toEqual({
    accepted: 0,
    duplicates: 2,
    rejected: [],
  });
  expect(await runIds('fits')).toHaveLength(2);
});

test('a restart brings nothing back, and what an earlier version refused is taken at its own time', async () => {
  await server.kill();
  const receivedAtMs = Date.now() - 3 * 86_400_000;
  const event = { kind: 'run', workload: 'fits', ok: true, latency_ms: 12 };
  await plantQuarantined(server.folder, { id: 'from-earlier', receivedAtMs, event });
  const { folder } = server;
  server = await startTestServer({ folder });

  const kept = await quarantined();
  expect(kept.filter(({ workload }) => workload === 'fits').map(({ id }) => id)).toEqual([
    'from-earlier',
  ]);
  expect(await replay(['from-earlier'])).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  expect(await replay(['from-earlier'])).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  expect(await runIds('fits')).toHaveLength(3);
  const response = await server.request('/api/workloads/fits/runs');
  const { items } = (await response.json()) as { items: object[] };
  expect(items.at(-1)).toMatchObject({
    id: 'from-earlier',
    ts: new Date(receivedAtMs).toISOString(),
    latency_ms: 12,
  });
  expect((await quarantined()).map(({ workload }) => workload).toSorted()).toEqual([
    '',
    'long',
    'stays',
  ]);
});

test('a key that is bound to workloads replays its own rejected events only', async () => {
  await sendLines(
    line({ workload: 'mine', user: LONG_USER, id: 'm' }),
    line({ workload: 'yours', user: LONG_USER, id: 'y' }),
  );
  const rows = (await quarantined()).filter(({ workload }) => /mine|yours/.test(workload));
  const made = await server.request('/api/keys', {
    body: { name: 'bound', scopes: ['write'], workloads: ['mine'] },
  });
  const { key } = (await made.json()) as { key: string };
  const authorization = `Bearer ${key}`;
  const yours = rows.find(({ workload }) => workload === 'yours')?.id ?? '';
  const answer = await replay(
    rows.map(({ id }) => id),
    { authorization },
  );
  expect(answer).toEqual({
    accepted: 1,
    duplicates: 0,
    rejected: [{ id: yours, path: '', message: 'not in the quarantine' }],
  });
  expect(await runIds('mine')).toEqual(['m']);
});

test('a replay needs the scope write, and at least one id', async () => {
  const made = await server.request('/api/keys', {
    body: { name: 'sender', scopes: ['ingest', 'read'] },
  });
  const { key } = (await made.json()) as { key: string };
  const status = async (ids: unknown, headers: Record<string, string> = {}) =>
    (await server.request('/api/quarantine/replay', { body: { ids }, headers })).status;
  expect(await status(['x'], { authorization: `Bearer ${key}` })).toBe(403);
  expect(await status([])).toBe(400);
  expect(await status(Array.from({ length: 1001 }, String))).toBe(400);
});
