import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommand } from '../support/run-command.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 60_000 });
const server = useOwnServer();

const exportOf = async (query: string, key?: string) => {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const answer = await server().request(`/api/export${query}`, { headers });
  return { status: answer.status, text: await answer.text(), type: answer.headers };
};

test('a key that is bound to a workload takes nothing of another out', async () => {
  const runs = ['mine', 'other'].map((workload) => ({
    kind: 'run',
    id: `of-${workload}`,
    workload,
    ok: true,
  }));
  await server().ask('/v1/events', runs);
  const made = await server().ask('/api/keys', {
    name: 'bound',
    scopes: ['read'],
    workloads: ['mine'],
  });
  const { key } = made.body as { key: string };
  const bound = await exportOf('', key);
  expect(bound.status).toBe(200);
  expect(bound.text).toContain('of-mine');
  expect(bound.text).not.toContain('of-other');
  expect((await exportOf('?workload=other', key)).status).toBe(403);
  // What was acknowledged before is in it, without anybody having waited.
  expect((await exportOf('')).text).toContain('of-other');
  expect((await exportOf('?kind=ledger')).status).toBe(400);
});

test('the command writes a whole file, and never over another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-export-'));
  const out = join(folder, 'runs.parquet');
  const args = ['export', 'run', '--format', 'parquet', '--out', out, '--url', server().url];
  const env = { BELLWETHER_ADMIN_KEY: server().adminKey };
  const made = await runCommand(args, { env });
  expect(made.printed).toMatch(/wrote \d+ bytes/);
  const bytes = await readFile(out);
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual([
    'PAR1',
    'PAR1',
  ]);
  const again = await runCommand(args, { env });
  expect(again.printed).toContain('is there already');
  expect(again.code).toBe(2);
  expect(await readdir(folder)).toEqual(['runs.parquet']);
});
