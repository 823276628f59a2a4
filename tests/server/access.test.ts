import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const bare = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(new URL(path, server.url), init);
const token = (): string => new URL(server.signInLink).hash.replace('#token=', '');

const CLOSED = [
  ['GET', '/api/portfolio'],
  ['GET', '/api/workloads'],
  ['GET', '/api/workloads/a/assessment'],
  ['PUT', '/api/workloads/a'],
  ['GET', '/api/policies/default'],
  ['POST', '/v1/events'],
  ['POST', '/api/ingest/flush'],
  ['GET', '/api/stream'],
  ['GET', '/api/keys'],
  ['GET', '/api/openapi.json'],
  ['GET', '/metrics'],
] as const;

test.each(CLOSED)('%s %s is closed without a key or a session', async (method, path) => {
  const response = await bare(path, { method });
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    status: 401,
    title: expect.any(String),
    errors: [],
  });
  expect((await bare(path, { method, headers: { authorization: 'Bearer wrong' } })).status).toBe(
    401,
  );
});

test('health is open', async () => {
  expect((await bare('/healthz')).status).toBe(200);
  expect((await bare('/readyz')).status).toBe(200);
});

test('the sign-in link works once, and its session reads and writes only from its own pages', async () => {
  const signIn = () =>
    bare('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: token() }),
    });
  const first = await signIn();
  expect(first.status).toBe(204);
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  expect((await signIn()).status).toBe(401);

  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await bare('/api/portfolio', { headers })).status).toBe(200);
  const write = (more: Record<string, string>) =>
    bare('/api/keys', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', ...more },
      body: JSON.stringify({ name: 'n', scopes: ['ingest'] }),
    });
  expect((await write({})).status).toBe(403);
  expect((await write({ origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await write({ origin: server.url })).status).toBe(201);
  const forged = { cookie: `${headers.cookie}x` };
  expect((await bare('/api/portfolio', { headers: forged })).status).toBe(401);
});

test('a key does what its scopes say, for the workloads it is bound to, until it is revoked', async () => {
  const made = await server.request('/api/keys', {
    body: { name: 'one workload', scopes: ['ingest'], workloads: ['mine'] },
  });
  const { id, key } = (await made.json()) as { id: string; key: string };
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const send = (workload: string) =>
    bare('/v1/events', {
      method: 'POST',
      headers,
      body: JSON.stringify({ kind: 'probe', workload, ok: true }),
    });
  expect((await send('mine')).status).toBe(202);
  expect((await send('yours')).status).toBe(403);
  expect((await bare('/api/portfolio', { headers })).status).toBe(403);
  const listed = await (await server.request('/api/keys')).text();
  expect(listed).toContain(id);
  expect(listed).not.toContain(key.slice(`bw_${id}_`.length));
  expect((await server.request(`/api/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await send('mine')).status).toBe(401);
});

test('every answer forbids foreign content and framing', async () => {
  const { headers } = await bare('/healthz');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
