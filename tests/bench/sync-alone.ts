/**
 * Appends batches to a file at fixed instants, each with a sync of its own, and nothing else. Prints
 * the milliseconds that each write and its sync took, as JSON.
 */
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cutBatches } from './cut-batches.ts';

const [source = '', target = '', lines = '', perSecond = ''] = process.argv.slice(2);
const batches = cutBatches(readFileSync(source), Number(lines));
const file = await open(target, 'w');
const waits: number[] = [];
const startedMs = performance.now();
for (const [index, batch] of batches.entries()) {
  const plannedMs = startedMs + (index * 1000) / Number(perSecond);
  if (plannedMs > performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, plannedMs - performance.now()));
  }
  const beganMs = performance.now();
  await file.write(batch);
  await file.datasync();
  waits.push(performance.now() - beganMs);
}
await file.close();
console.log(JSON.stringify(waits));
