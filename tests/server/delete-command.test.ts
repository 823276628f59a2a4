import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { runCommand, type CommandRun } from '../support/run-command.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Runs `bellwether delete` as an operator would, without a terminal. */
function runDelete(args: readonly string[], env: Record<string, string> = {}): Promise<CommandRun> {
  const { port } = new URL(server.url);
  const known = { BELLWETHER_PORT: port, BELLWETHER_ADMIN_KEY: server.adminKey };
  return runCommand(['delete', ...args], { env: { ...known, ...env } });
}

const rawRuns = async (): Promise<number> => {
  await server.request('/api/ingest/flush', { method: 'POST' });
  const answer = await server.request('/api/workloads/w/runs');
  return ((await answer.json()) as { items: object[] }).items.length;
};

test('one command erases a workload on the server that runs, and says what went and where it stands', async () => {
  await server.request('/v1/events', {
    body: [1, 2].map((id) => ({ kind: 'run', workload: 'w', id: `${id}`, user: 'somebody' })),
  });
  expect(await rawRuns()).toBe(2);
  const unsure = await runDelete(['--workload', 'w', '--reason', 'over']);
  expect([unsure.code, unsure.printed]).toEqual([2, expect.stringContaining('--yes')]);
  expect(await rawRuns()).toBe(2);

  const nobody = await runDelete(['--user', 'nobody', '--reason', 'asked', '--yes']);
  expect(nobody).toMatchObject({ code: 0, printed: expect.stringContaining('nothing was left') });
  const done = await runDelete(['--workload', 'w', '--reason', 'over', '--yes']);
  expect(done).toMatchObject({ code: 0, printed: expect.stringContaining('2 from runs') });
  expect(await rawRuns()).toBe(0);
  const record = await (await server.request('/api/erasures')).text();
  expect(record).toContain(/on the record as (\S+)/.exec(done.printed)?.[1]);
});

test('a command that cannot be carried out says why and exits 2', async () => {
  const cases: [readonly string[], Record<string, string>, string][] = [
    [['--reason', 'r', '--yes'], {}, 'one of --workload and --user'],
    [['--workload', 'w', '--yes'], {}, '--reason'],
    [
      ['--workload', 'w', '--user', 'u', '--reason', 'r', '--yes'],
      {},
      'one of --workload and --user',
    ],
    [['--workload', 'No Slug', '--reason', 'r', '--yes'], {}, 'workload: expected a slug'],
    [['--workload', 'w', '--reason', 'r', '--yes', '--key', 'wrong'], {}, 'send a key'],
    [['--workload', 'w', '--reason', 'r', '--yes'], { BELLWETHER_ADMIN_KEY: '' }, 'give --key'],
    [
      ['--workload', 'w', '--reason', 'r', '--yes', '--url', 'http://127.0.0.1:9'],
      {},
      'no server answers',
    ],
    [
      ['--workload', 'w', '--reason', 'r', '--yes', '--url', 'file:///x'],
      {},
      '--url takes an address',
    ],
  ];
  const ran = await Promise.all(
    cases.map(async ([args, env, words]) => ({ ...(await runDelete(args, env)), words })),
  );
  for (const { code, printed, words } of ran) {
    expect(printed).toContain(words);
    expect(code, printed).toBe(2);
  }
});
