/**
 * Sends a file in batches of lines over a few connections, each of which waits for its answer, then
 * makes a last request that answers once everything can be asked for. Prints the seconds it took.
 */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { cutBatches } from './cut-batches.ts';
import { post } from './post.ts';
import type { SendOrder } from './send-order.ts';

const { file, lines, connections, write, finish, headers } = JSON.parse(
  process.argv[2] ?? '',
) as SendOrder;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const waiting = cutBatches(readFileSync(file), lines);
const target = new URL(write);
const RETRY_MS = 100;

let next = 0;
async function lane(): Promise<void> {
  for (let body = waiting[next++]; body !== undefined; body = waiting[next++]) {
    for (;;) {
      const { status } = await post(target, agent, headers, body);
      if (status === 200 || status === 202 || status === 204) break;
      if (status !== 429 && status !== 503) throw new Error(`${write} answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

const startedMs = performance.now();
await Promise.all(Array.from({ length: connections }, lane));
if (finish !== null) {
  const { status } = await post(new URL(finish), agent, headers, Buffer.alloc(0));
  if (status >= 300) throw new Error(`${finish} answered ${status}`);
}
console.log((performance.now() - startedMs) / 1000);
agent.destroy();
