import { z } from 'zod';
import { ALERT_SIGNALS } from './alert-rules.ts';
import { figure, median, sizeOf, type Benchmark, type Figure } from './benchmark.ts';
import { inFolder } from './in-folder.ts';
import { measurePrometheus, type PrometheusWay } from './prometheus.ts';
import { runBundled } from './run-bundled.ts';

const WORKLOADS = sizeOf('BENCH_ALERT_WORKLOADS', 1000);
const PASSES = sizeOf('BENCH_ALERT_PASSES', 60);
const PROMETHEUS_ROUNDS = 8;
const WITHIN_MS = 40;
const FASTER: readonly { readonly way: PrometheusWay; readonly times: number }[] = [
  { way: 'one rule each', times: 15 },
  { way: 'one rule that joins', times: 3 },
];

const measured = z.object({
  passes: z.array(z.number()),
  transitions: z.number(),
  rules: z.number(),
});

/** One evaluation of every rule, durable when it ends, against Prometheus' with the same number. */
export const alertsBenchmark: Benchmark = {
  name: 'alerts',
  what: `${(WORKLOADS * ALERT_SIGNALS.length).toLocaleString('en')} rules over ${WORKLOADS.toLocaleString('en')} workloads, a day of roll-ups by the minute`,
  async run(say) {
    const found = await inFolder(async (folder) => {
      const args = [folder, String(WORKLOADS), String(PASSES)];
      return measured.parse(JSON.parse(await runBundled('alerts-work.ts', args)));
    });
    const pass = median(found.passes);
    say(`one pass takes ${pass.toFixed(1)} ms, ${found.transitions} changes in all`);
    const goal = { words: `≤ ${WITHIN_MS} ms`, atMost: WITHIN_MS };
    const figures: Figure[] = [figure('alerts, one pass', 'ms', found.passes, goal)];
    for (const { way, times } of FASTER) {
      const seconds = await inFolder((folder) =>
        measurePrometheus(folder, WORKLOADS, way, PROMETHEUS_ROUNDS),
      );
      if (seconds === null) {
        say(`Prometheus is not installed: ${way} skipped`);
        continue;
      }
      say(`Prometheus, ${way}: ${(1000 * median(seconds)).toFixed(1)} ms`);
      figures.push(
        figure(
          `alerts, Prometheus, ${way}`,
          'ms',
          seconds.map((one) => 1000 * one),
        ),
        figure(
          `alerts, faster than Prometheus, ${way}`,
          '×',
          seconds.map((one) => (1000 * one) / pass),
          { words: `≥ ${times} ×`, atLeast: times },
        ),
      );
    }
    return figures;
  },
};
