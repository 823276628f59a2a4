import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, quantile, sizeOf, type Benchmark } from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';

const ALERTS = sizeOf('BENCH_LATENCY_ALERTS', 100);
/** Over how long the breaches are spread, so that they fall anywhere in a minute. */
const SPREAD_MS = 90_000;
const MINUTE_MS = 60_000;
/** How long the evaluation of a minute waits for its telemetry. */
const DELAY_MS = 60_000;
const WITHIN_S = 5;
const PATIENCE_MS = 180_000;

interface Hook {
  readonly server: Server;
  readonly url: string;
  /** When each workload's alert came, epoch milliseconds. */
  readonly came: Map<string, number>;
}

async function listen(): Promise<Hook> {
  const came = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      for (const [, workload] of body.matchAll(/"workload":\s*"(late-\d+)"/g)) {
        if (workload !== undefined && !came.has(workload)) came.set(workload, Date.now());
      }
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, came };
}

async function write(
  { url, headers }: BuiltServer,
  path: string,
  body: object,
  method: string,
): Promise<void> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** When each workload's breach was acknowledged, epoch milliseconds. */
async function breach(server: BuiltServer): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  for (let i = 0; i < ALERTS; i += 1) {
    const workload = `late-${i}`;
    const runs = Array.from({ length: 20 }, () => ({ kind: 'run', workload, ok: false }));
    await write(server, '/v1/events', runs, 'POST');
    sent.set(workload, Date.now());
    await wait(SPREAD_MS / ALERTS);
  }
  return sent;
}

/** How long after it could be told at the earliest an alert arrives where it should. */
export const alertLatencyBenchmark: Benchmark = {
  name: 'alert-latency',
  what: `${ALERTS} alerts from the acknowledged breach to the webhook, the delay of the evaluation apart`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    const hook = await listen();
    const server = await startBuiltServer(folder, { BELLWETHER_RECEIVER_ALLOW: '127.0.0.1' });
    try {
      const receiver = { type: 'webhook', url: hook.url, secret: 'a-secret-of-the-webhook' };
      await write(server, '/api/receivers/hook', receiver, 'PUT');
      const route = { receiver: 'hook', group_wait: '0s', group_interval: '1s' };
      await write(server, '/api/routes', { routes: [route] }, 'PUT');
      const when = { signal: 'error_rate', op: '>', threshold: 0.5, window: '1m' };
      const select = { workloads: ['late-*'] };
      await write(server, '/api/rules/errors', { title: 'Errors', select, when }, 'PUT');
      const sent = await breach(server);
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end && hook.came.size < ALERTS;) {
        await wait(200);
      }
      const seconds = [...sent].map(([workload, atMs]) => {
        const dueMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS + DELAY_MS;
        return ((hook.came.get(workload) ?? Infinity) - dueMs) / 1000;
      });
      say(`${hook.came.size} of ${ALERTS} arrived`);
      const goal = { words: `< ${WITHIN_S} s`, atMost: WITHIN_S };
      return [
        figure('alert-latency, median', 's', seconds),
        figure('alert-latency, p99', 's', [quantile(seconds, 0.99)], goal),
      ];
    } finally {
      await server.stop();
      hook.server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
