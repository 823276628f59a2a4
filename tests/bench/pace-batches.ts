/**
 * Sends batches at fixed instants, whether or not the ones before are answered: an answer that
 * takes long then shows in all that come behind it. Prints the milliseconds to each
 * acknowledgement, as JSON.
 */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { cutBatches } from './cut-batches.ts';
import type { PaceOrder } from './pace-order.ts';
import { post } from './post.ts';

const { file, lines, perSecond, write, headers } = JSON.parse(process.argv[2] ?? '') as PaceOrder;
const agent = new Agent({ keepAlive: true });
const batches = cutBatches(readFileSync(file), lines);
const target = new URL(write);
const ACCEPTED = 202;

const startedMs = performance.now();
const waits = await Promise.all(
  batches.map(async (body, index) => {
    const plannedMs = startedMs + (index * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, plannedMs - performance.now()));
    const { status, milliseconds } = await post(target, agent, headers, body);
    if (status !== ACCEPTED) throw new Error(`${write} answered ${status}`);
    return milliseconds;
  }),
);
console.log(JSON.stringify(waits));
agent.destroy();
