import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Bound {
  id: string;
  headers: { authorization: string };
}

async function bindKey(scope: string): Promise<Bound> {
  const made = await server.request('/api/keys', {
    body: { name: 'bound', scopes: [scope], workloads: ['mine'] },
  });
  const { id, key } = (await made.json()) as { id: string; key: string };
  return { id, headers: { authorization: `Bearer ${key}` } };
}

test("a bound key that writes changes its workload's record and no policy", async () => {
  const { headers } = await bindKey('write');
  const put = async (path: string) =>
    (await server.request(path, { method: 'PUT', body: {}, headers })).status;
  expect(await put('/api/workloads/mine')).toBe(200);
  expect(await put('/api/workloads/yours')).toBe(403);
  expect(await put('/api/policies/default')).toBe(403);
});

test('a bound admin key neither makes nor revokes keys', async () => {
  const { id, headers } = await bindKey('admin');
  const body = { name: 'wider', scopes: ['admin'] };
  expect((await server.request('/api/keys', { body, headers })).status).toBe(403);
  expect((await server.request(`/api/keys/${id}`, { method: 'DELETE', headers })).status).toBe(403);
});

test('a bound key reads the rejected events of its own workloads only', async () => {
  const rejected = ['mine', 'yours', 7].map((workload) => ({ kind: 'probe', workload, ok: 'no' }));
  await server.request('/v1/events', { body: rejected });
  await server.request('/api/ingest/flush', { method: 'POST' });
  const { headers } = await bindKey('read');
  const claims = async (init: object, path = '/api/quarantine') => {
    const { items } = (await (await server.request(path, init)).json()) as {
      items: { workload: string }[];
    };
    return items.map(({ workload }) => workload).toSorted();
  };
  expect(await claims({})).toEqual(['', 'mine', 'yours']);
  expect(await claims({ headers })).toEqual(['mine']);
});

test('a bound key is told of its own workloads only, and of nothing once it is revoked', async () => {
  const { id, headers } = await bindKey('read');
  const stream = await server.request('/api/stream', { headers });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const send = async (...workloads: string[]) => {
    const events = workloads.map((workload) => ({ kind: 'probe', workload, ok: true }));
    await server.request('/v1/events', { body: events });
    await server.request('/api/ingest/flush', { method: 'POST' });
  };
  await send('yours');
  await send('yours', 'mine');
  let told = '';
  while (!/telemetry\ndata: .*\n/.test(told)) told += (await reader?.read())?.value ?? '';
  expect(told).toContain('{"workloads":["mine"]}');

  await server.request(`/api/keys/${id}`, { method: 'DELETE' });
  await send('mine');
  let rest = '';
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    rest += part.value;
  }
  expect(rest).not.toContain('telemetry');
});
