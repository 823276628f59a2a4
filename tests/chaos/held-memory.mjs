/**
 * Loaded before the program (`node --import`): collects garbage from time to time, and writes what the
 * program still holds into the file that `CHAOS_HELD` names. The resident size of a process tells how
 * much Node thought it might take before it collects; what leaks is in this.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 10_000;
const file = process.env['CHAOS_HELD'] ?? '';

if (file !== '') {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  setInterval(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(file, JSON.stringify({ pid: process.pid, bytes: heapUsed + external }));
  }, EVERY_MS).unref();
}
