import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { testDelivery } from '../../alerts/deliver/create-sender.ts';
import { parseReceiver, type AlertmanagerReceiver } from '../../alerts/people/receiver.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { localSender, startReceiver, type LocalReceiver } from './deliver-servers.ts';
import { deliveryOf } from './deliver-world.ts';
import { alertOf } from './people-world.ts';

const BINARY = '/usr/bin/prometheus-alertmanager';
const isThere = existsSync(BINARY);
if (!isThere) console.warn(`no Alertmanager is installed at ${BINARY}: its tests are skipped`);

const soon = () => AbortSignal.timeout(5_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

const folders = temporaryFolder('alertmanager');
const running: ChildProcess[] = [];
// Registered here, because hooks that a test registers while it runs are never called.
afterAll(async () => {
  const gone = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(gone);
});

async function startAlertmanager(hook: LocalReceiver): Promise<string> {
  const folder = join(folders, String(running.length));
  mkdirSync(folder);
  const route =
    'route: {receiver: hook, group_wait: 0s, group_interval: 1s, group_by: [alertname]}';
  const receivers = `receivers: [{name: hook, webhook_configs: [{url: '${hook.url}'}]}]`;
  writeFileSync(join(folder, 'config.yml'), `${route}\n${receivers}\n`);
  const port = await freePort();
  const started: ChildProcess = spawn(
    BINARY,
    [
      `--config.file=${join(folder, 'config.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  running.push(started);
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/-/ready`)
      .then(({ ok }) => ok)
      .catch(() => false);
  await expect.poll(isReady, { timeout: 20_000, interval: 100 }).toBe(true);
  return url;
}

interface Known {
  readonly startsAt: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

describe.skipIf(!isThere)('a real Alertmanager', () => {
  test('gets what fires, knows a repeat for the same, and ends it when it is over', async () => {
    const hook = await startReceiver();
    const url = await startAlertmanager(hook);
    const receiver = parseReceiver(
      'am',
      { type: 'alertmanager', url },
      null,
    ) as AlertmanagerReceiver;
    const sender = localSender();
    const known = async (): Promise<Known[]> =>
      (await (await fetch(`${url}/api/v2/alerts`)).json()) as Known[];
    const told = (status: string) =>
      hook.got.filter(({ body }) => (JSON.parse(body) as { status: string }).status === status);

    const startedMs = Date.now() - 120_000;
    const labels = {
      rule: 'tools-failing',
      workload: 'support',
      tool: 'search "x"',
      severity: 'page',
    };
    const alert = { startedMs, labels, runbookUrl: 'https://run.example' };
    const fire = deliveryOf('a', 'fire', { alert });
    expect(await sender.send(receiver, fire, soon())).toEqual({ kind: 'sent' });
    expect(await known()).toMatchObject([
      {
        startsAt: new Date(startedMs).toISOString(),
        labels: { alertname: 'tools-failing', ...labels },
        annotations: { summary: 'w: too many errors', runbook_url: 'https://run.example' },
      },
    ]);
    await expect.poll(() => told('firing').length, { timeout: 10_000 }).toBe(1);

    expect(await sender.send(receiver, fire, soon())).toEqual({ kind: 'sent' });
    const again = await sender.resend(receiver, [alertOf({ id: 'a', ...alert })], soon());
    expect(again).toEqual({ kind: 'sent' });
    expect(await known()).toHaveLength(1);

    const resolvedMs = Date.now() - 1_000;
    const over = deliveryOf('a', 'resolve', {
      alert: { ...alert, resolvedMs, status: 'resolved' },
    });
    expect(await sender.send(receiver, over, soon())).toEqual({ kind: 'sent' });
    expect(await sender.send(receiver, over, soon())).toEqual({ kind: 'sent' });
    expect(await known()).toEqual([]);
    await expect.poll(() => told('resolved').length, { timeout: 10_000 }).toBe(1);
    expect(told('firing')).toHaveLength(1);
  });

  test('takes a test and keeps nothing open of it', async () => {
    const url = await startAlertmanager(await startReceiver());
    const receiver = parseReceiver('am', { type: 'alertmanager', url }, null);
    const outcome = await localSender().send(receiver, testDelivery('am', 't', Date.now()), soon());
    expect(outcome).toEqual({ kind: 'sent' });
    await expect
      .poll(async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as Known[])
      .toEqual([]);
  });
});
