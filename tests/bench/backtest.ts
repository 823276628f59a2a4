import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { figure, median, sizeOf, type Benchmark } from './benchmark.ts';
import { runBundled } from './run-bundled.ts';

const WORKLOADS = sizeOf('BENCH_BACKTEST_WORKLOADS', 50);
const DAYS = sizeOf('BENCH_BACKTEST_DAYS', 365);
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
const WITHIN_SECONDS = 20;

const measured = z.array(z.object({ read: z.number(), decide: z.number(), instants: z.number() }));

/** A policy replayed over the past of many workloads, reading it included. */
export const backtestBenchmark: Benchmark = {
  name: 'backtest',
  what: `a policy over ${DAYS} days of ${WORKLOADS} workloads, decided by the hour`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const args = [folder, String(WORKLOADS), String(DAYS), String(ROUNDS)];
      const rounds = measured.parse(JSON.parse(await runBundled('backtest-work.ts', args)));
      const seconds = (of: (round: (typeof rounds)[number]) => number): number[] =>
        rounds.map((round) => of(round) / 1000);
      const all = seconds(({ read, decide }) => read + decide);
      say(`${rounds[0]?.instants.toLocaleString('en')} instants in ${median(all).toFixed(1)} s`);
      return [
        figure(
          'backtest, reading',
          's',
          seconds(({ read }) => read),
        ),
        figure(
          'backtest, deciding',
          's',
          seconds(({ decide }) => decide),
        ),
        figure('backtest', 's', all, {
          words: `≤ ${WITHIN_SECONDS} s`,
          atMost: WITHIN_SECONDS,
        }),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
