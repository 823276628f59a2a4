import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

// Each command is a process that has to load the program first.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '..', '..');

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Runs the command line as an operator would, without a terminal. */
async function runDelete(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const { port } = new URL(server.url);
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', 'delete', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      BELLWETHER_PORT: port,
      BELLWETHER_ADMIN_KEY: server.adminKey,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
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
  expect([unsure.code, unsure.output]).toEqual([2, expect.stringContaining('--yes')]);
  expect(await rawRuns()).toBe(2);

  const nobody = await runDelete(['--user', 'nobody', '--reason', 'asked', '--yes']);
  expect(nobody).toMatchObject({ code: 0, output: expect.stringContaining('nothing was left') });
  const done = await runDelete(['--workload', 'w', '--reason', 'over', '--yes']);
  expect(done).toMatchObject({ code: 0, output: expect.stringContaining('2 from runs') });
  expect(await rawRuns()).toBe(0);
  const record = await (await server.request('/api/erasures')).text();
  expect(record).toContain(/on the record as (\S+)/.exec(done.output)?.[1]);
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
  for (const { code, output, words } of ran) {
    expect(output).toContain(words);
    expect(code, output).toBe(2);
  }
});
