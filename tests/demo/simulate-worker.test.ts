import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { SimulatorMessage } from '../../server/demo/simulate-worker.ts';

let server: Server | undefined;
let worker: Worker | undefined;
afterEach(async () => {
  await worker?.terminate();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
});

/** Takes everything and counts it: just enough of a Bellwether to be sent to. */
async function countingServer(counts: Map<string, number>): Promise<string> {
  server = createServer((request, response) => {
    let newlines = 0;
    request.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 10) newlines++;
    });
    request.on('end', () => {
      const what = `${request.method} ${request.url?.split('/').slice(0, 3).join('/')}`;
      const events = request.url === '/v1/events' ? newlines + 1 : 1;
      counts.set(what, (counts.get(what) ?? 0) + events);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ accepted: events, duplicates: 0, rejected: [] }));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('the simulator’s thread sends history and goes on with live traffic', async () => {
  const counts = new Map<string, number>();
  const url = await countingServer(counts);
  worker = new Worker(
    new URL('../../server/demo/simulate-worker-from-source.mjs', import.meta.url),
    {
      workerData: { url, key: 'k', anchorMs: floorTo(Date.now(), HOUR_MS), seed: 1 },
    },
  );
  let events = 0;
  await new Promise<void>((resolve, reject) => {
    worker!.on('error', reject);
    worker!.on('message', (message: SimulatorMessage) => {
      if (message.kind === 'failed') reject(new Error(message.text));
      if (message.kind === 'history') events = message.report.events;
      if (message.kind === 'live') resolve();
    });
  });
  expect(counts.get('PUT /api/policies')).toBe(3);
  expect(counts.get('PUT /api/workloads')).toBe(8);
  expect(counts.get('POST /api/ingest')).toBe(1);
  expect(events).toBeGreaterThan(250_000);
  expect(counts.get('POST /v1/events')).toBeGreaterThan(events);
}, 60_000);
