import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { figure, median, sizeOf, type Benchmark } from './benchmark.ts';
import { runBundled } from './run-bundled.ts';

const WORKLOADS = sizeOf('BENCH_BACKTEST_WORKLOADS', 50);
const DAYS = 365;
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
const WITHIN_SECONDS = 20;

const measured = z.object({ fromStore: z.array(z.number()), inMemory: z.array(z.number()) });

/** A policy tried on the past of many workloads, against the one that decides about them. */
export const backtestBenchmark: Benchmark = {
  name: 'backtest',
  what: `a policy tried on ${DAYS} days of ${WORKLOADS} workloads, decided by the hour`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const args = [folder, String(WORKLOADS), String(DAYS), String(ROUNDS)];
      const found = measured.parse(JSON.parse(await runBundled('backtest-work.ts', args)));
      const seconds = (raw: readonly number[]): number[] => raw.map((ms) => ms / 1000);
      const fromStore = seconds(found.fromStore);
      const inMemory = seconds(found.inMemory);
      say(`out of the store, both policies: ${median(fromStore).toFixed(1)} s`);
      say(`with the telemetry in memory: ${median(inMemory).toFixed(1)} s`);
      const goal = { words: `≤ ${WITHIN_SECONDS} s`, atMost: WITHIN_SECONDS };
      return [
        figure('backtest, out of the store', 's', fromStore, goal),
        figure('backtest, telemetry in memory', 's', inMemory, goal),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
