import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBellwether } from '../../ingest/client/bellwether-client.ts';
import type { DroppedEvent } from '../../ingest/client/client-interface.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let server: TestServer;
const fronts: Server[] = [];

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  for (const front of fronts) {
    front.closeAllConnections();
    front.close();
  }
  await server.stop();
});

async function countedRuns(workload: string): Promise<number> {
  await server.request('/api/ingest/flush', { method: 'POST' });
  const response = await server.request(`/api/workloads/${workload}/signals?window=7d`);
  return ((await response.json()) as { totals: { runs: number } }).totals.runs;
}

/** What stands between client and server: passes requests on, and may lose the answer. */
async function startFront(
  fate: (request: number) => 'answer' | 'busy' | 'cut' | 'busy_after',
): Promise<string> {
  let count = 0;
  const front = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const what = fate((count += 1));
      const forward = async (): Promise<void> => {
        const busy = (): void => void response.writeHead(503, { 'retry-after': '0' }).end();
        if (what === 'busy') return busy();
        const answer = await fetch(new URL(request.url ?? '', server.url), {
          method: 'POST',
          headers: {
            authorization: request.headers.authorization ?? '',
            'content-type': request.headers['content-type'] ?? '',
          },
          body: Buffer.concat(chunks),
        });
        if (what === 'cut') return void response.destroy();
        if (what === 'busy_after') return busy();
        response.writeHead(answer.status).end(await answer.text());
      };
      forward().catch(() => response.destroy());
    });
  });
  fronts.push(front);
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('a client', () => {
  test('whose answers get lost, or come as 503, has every event counted once', async () => {
    const fates = ['busy_after', 'cut', 'busy', 'answer', 'cut'] as const;
    const url = await startFront((request) => fates[request - 1] ?? 'answer');
    const client = createBellwether({
      url,
      key: server.adminKey,
      workload: 'client-lossy',
      batchSize: 40,
      onProblem: () => {},
    });
    for (let i = 0; i < 100; i += 1) client.run({ ok: true });
    expect(await client.close(30_000)).toBe(true);
    const { accepted, duplicates, retries, dropped } = client.stats();
    expect({ total: accepted + duplicates, retries, dropped }).toEqual({
      total: 100,
      retries: 4,
      dropped: 0,
    });
    expect(duplicates).toBeGreaterThan(0);
    expect(await countedRuns('client-lossy')).toBe(100);
  });

  test('that starts before the server loses nothing within the limit of its buffer', async () => {
    let isUp = false;
    const url = await startFront(() => (isUp ? 'answer' : 'busy'));
    const dropped: DroppedEvent[] = [];
    const client = createBellwether({
      url,
      key: server.adminKey,
      workload: 'client-early',
      bufferLimit: 50,
      onDrop: (event) => void dropped.push(event),
      onProblem: () => {},
    });
    for (let i = 0; i < 60; i += 1) client.run({ ok: true });
    expect(await client.flush(500)).toBe(false);
    isUp = true;
    expect(await client.close(30_000)).toBe(true);
    expect(dropped).toHaveLength(10);
    expect(await countedRuns('client-early')).toBe(50);
  });

  test('with a wrong key says so in the words of the server', async () => {
    const problems: string[] = [];
    const client = createBellwether({
      url: server.url,
      key: 'wrong',
      onProblem: (text) => void problems.push(text),
    });
    client.run({});
    expect(await client.close(300)).toBe(false);
    expect(problems).toEqual([expect.stringMatching(/^the server answered 401: /)]);
  });
});

describe('an application', { timeout: 60_000 }, () => {
  function start(way: string) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'tests/ingest/client-child.ts', way, server.url, server.adminKey],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    child.stderr.resume();
    return { child, ready, ended };
  }

  test.each([
    ['that comes to its end', 'ends', 0],
    ['that exits at once', 'exits', 7],
    ['that fails', 'fails', 1],
  ])('%s has sent its events, and ends as it would without', async (_, way, code) => {
    expect(await start(way).ended).toEqual({ code, signal: null });
    expect(await countedRuns(`client-${way}`)).toBe(3);
  });

  test('that ends by its own handler of a signal has sent its events', async () => {
    const { child, ready, ended } = start('handles-signals');
    await ready;
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 7, signal: null });
    expect(await countedRuns('client-handles-signals')).toBe(3);
  });

  test('without a handler of signals is ended by one, as it would be without the client', async () => {
    const { child, ready, ended } = start('ignores-signals');
    await ready;
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: null, signal: 'SIGTERM' });
  });
});
