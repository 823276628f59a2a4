import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReadiness } from '../../server/routes/readiness.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('a server that cannot write says so to everyone, and no more than that', async () => {
  // A folder in the place of the file that the check writes.
  const place = join(server.folder, 'data', 'ready');
  await rm(place, { force: true });
  await mkdir(place);
  const answer = await fetch(new URL('/readyz', server.url));
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { status: 503, detail: 'telemetry cannot be written', errors: [] },
  ]);
});

test('however often it is asked, readiness is looked at once a second, and its cause is logged', async () => {
  let looks = 0;
  let nowMs = 0;
  const logged: unknown[] = [];
  const check = () => {
    looks += 1;
    return Promise.reject(new Error('inner text'));
  };
  const log = { error: (entry: unknown) => void logged.push(entry) };
  const ask = createReadiness([{ detail: 'away', check }], log, () => nowMs);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['away', 'away', 'away']);
  nowMs = 999;
  await ask();
  expect(looks).toBe(1);
  nowMs = 1_000;
  await ask();
  expect(looks).toBe(2);
  expect(logged).toMatchObject([{ err: { message: 'inner text' } }, {}]);
});
