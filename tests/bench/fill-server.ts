/**
 * Sends so many events, spread evenly over some days, made as they are sent: a file of them all would
 * be as large as what is measured. Then flushes. Prints the seconds it took.
 */
import { Agent } from 'node:http';
import type { FillOrder } from './fill-order.ts';
import { benchmarkEvent } from './ingest-events.ts';
import { post } from './post.ts';

const { url, headers, first, count, endMs, days } = JSON.parse(process.argv[2] ?? '') as FillOrder;
const LINES = 2000;
const CONNECTIONS = 8;
const RETRY_MS = 200;
const DAY_MS = 86_400_000;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const sent = { ...headers, 'content-type': 'application/x-ndjson' };

let next = 0;
function nextBody(): Buffer | null {
  if (next >= count) return null;
  const lines: string[] = [];
  for (const end = Math.min(count, next + LINES); next < end; next += 1) {
    const atMs = endMs - Math.floor((1 - next / count) * days * DAY_MS);
    lines.push(JSON.stringify(benchmarkEvent(first + next, atMs)));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function lane(): Promise<void> {
  for (let body = nextBody(); body !== null; body = nextBody()) {
    for (;;) {
      const { status } = await post(new URL('/v1/events', url), agent, sent, body);
      if (status === 202) break;
      if (status !== 429 && status !== 503) throw new Error(`the server answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

const startedMs = performance.now();
await Promise.all(Array.from({ length: CONNECTIONS }, lane));
const { status } = await post(new URL('/api/ingest/flush', url), agent, headers, Buffer.alloc(0));
if (status !== 200) throw new Error(`the flush answered ${status}`);
console.log((performance.now() - startedMs) / 1000);
agent.destroy();
