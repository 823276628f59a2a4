import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { figure, median, ratios, sizeOf, type Benchmark } from './benchmark.ts';
import { runBundled } from './run-bundled.ts';

const WORKLOADS = sizeOf('BENCH_WORKLOADS', 1000);
const ROUNDS = sizeOf('BENCH_ROUNDS', 5);
const DAYS = 28;
const WITHIN = 2.5;

const measured = z.object({
  first: z.number(),
  assessed: z.array(z.number()),
  scanned: z.array(z.number()),
  written: z.array(z.number()),
  kept: z.number(),
});

/** The hourly assessment of many workloads, against reading what it rests on once. */
export const verdictsBenchmark: Benchmark = {
  name: 'verdicts',
  what: `${WORKLOADS.toLocaleString('en')} workloads assessed over ${DAYS} days, as an hour ends`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const args = [folder, String(WORKLOADS), String(DAYS), String(ROUNDS)];
      const found = measured.parse(JSON.parse(await runBundled('verdicts-work.ts', args)));
      say(`assessed in ${median(found.assessed).toFixed(0)} ms`);
      say(`one scan takes ${median(found.scanned).toFixed(0)} ms`);
      say(`the first time, with ${DAYS} days to decide on: ${(found.first / 1000).toFixed(1)} s`);
      const words = `≤ ${WITHIN} × one scan`;
      return [
        figure('verdicts, all workloads', 'ms', found.assessed),
        figure('verdicts, one scan of the roll-up', 'ms', found.scanned),
        figure('verdicts against one scan', '×', ratios(found.assessed, found.scanned), {
          words,
          atMost: WITHIN,
        }),
        figure('verdicts, writing the whole documents', 'ms', found.written),
        figure('verdicts, the first time', 's', [found.first / 1000]),
        figure('verdicts, memory a workload', 'kB', [found.kept / WORKLOADS / 1000]),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
