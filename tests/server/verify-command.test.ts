import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../store/open-database.ts';
import { runCommand } from '../support/run-command.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const data = () => join(server.folder, 'data');
const verify = (...args: string[]) =>
  runCommand(['verify', ...args], {
    env: { BELLWETHER_DATA: data(), BELLWETHER_ADMIN_KEY: server.adminKey },
  });

/** What somebody does to the table while no server runs. */
async function tamper(sql: string): Promise<void> {
  const database = await openDatabase({ kind: 'embedded', folder: join(data(), 'clickhouse') });
  await database.command('tamper', `${sql} SETTINGS mutations_sync = 2`);
  await database.close();
}

test('a record that was tampered with is named, by a server that runs on, and without one', async () => {
  for (const title of ['one', 'two']) {
    await server.request('/api/workloads/mine', { method: 'PUT', body: { title } });
  }
  const asked = await verify('--url', server.url);
  expect(asked.printed).toMatch(/checked \d+ records of the server at .*\n.*the last is record/s);
  expect(asked.code).toBe(0);

  await server.kill();
  const alone = await verify();
  expect(alone.printed).toContain('the record is as it was written');
  expect(alone.code).toBe(0);
  const head = /record (\d+) of/.exec(alone.output)?.[1] ?? '';

  // The last record, so that only the head file knows.
  await tamper(`ALTER TABLE ledger DELETE WHERE sequence = ${head}`);
  const cut = await verify();
  expect(cut.printed).toContain(
    `TAMPERED: Record ${head} is missing, but known outside the database`,
  );
  expect(cut.code).toBe(1);

  const folder = server.folder;
  server = await startTestServer({ folder });
  const served = await verify('--url', server.url);
  expect(served.printed).toContain(`TAMPERED: Record ${head} is missing`);
  expect(served.code).toBe(1);
  expect((await server.request('/readyz')).status).toBe(200);
  expect(await (await server.request('/metrics')).text()).toContain('bellwether_record_intact 0');
  expect((await server.request('/api/workloads/mine')).status).toBe(200);
});

test('a check without a server writes nothing; what cannot be checked is unusable, not tampered', async () => {
  await server.kill();
  await rm(join(data(), 'record.head'));
  const withoutHead = await verify();
  expect(withoutHead.printed).toContain('The head file is missing or empty');
  expect(withoutHead.code).toBe(1);
  await expect(readFile(join(data(), 'record.head'))).rejects.toThrow('ENOENT');

  const [nowhere, away, wrong] = await Promise.all([
    runCommand(['verify'], { env: { BELLWETHER_DATA: '/nowhere/at/all' } }),
    verify('--url', 'http://127.0.0.1:9'),
    verify('--quick'),
  ]);
  expect(nowhere.printed).toContain('there is no installation in /nowhere/at/all');
  expect(away.printed).toContain('no server answers');
  expect([nowhere.code, away.code, wrong.code]).toEqual([2, 2, 2]);
});
