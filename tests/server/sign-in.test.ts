import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const signIn = (token: string): Promise<Response> =>
  fetch(new URL('/api/session', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });

test('guessing is throttled, the right link never, and a session that signed out is over', async () => {
  for (let guess = 0; guess < 20; guess += 1) expect((await signIn('wrong')).status).toBe(401);
  const throttled = await signIn('wrong');
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '60']);

  const right = await signIn(new URL(server.signInLink).hash.replace('#token=', ''));
  expect(right.status).toBe(204);
  const cookie = (right.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const session = (method: string) =>
    fetch(new URL('/api/session', server.url), {
      method,
      headers: { cookie, origin: server.url },
    });
  expect((await session('GET')).status).toBe(200);
  expect((await session('DELETE')).status).toBe(204);
  expect((await session('GET')).status).toBe(401);
});
