import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIfStale } from '../../scripts/build-if-stale.mjs';
import type { Benchmark, Figure } from './benchmark.ts';
import { ackBenchmark } from './ack.ts';
import { alertLatencyBenchmark } from './alert-latency.ts';
import { alertsBenchmark } from './alerts.ts';
import { backtestBenchmark } from './backtest.ts';
import { backupBenchmark } from './backup.ts';
import { dashboardBenchmark } from './dashboard.ts';
import { removeFullInstallation } from './full-installation.ts';
import { growthBenchmark } from './growth.ts';
import { ingestSmallBenchmark } from './ingest-small.ts';
import { ingestBenchmark } from './ingest.ts';
import { memoryBenchmark } from './memory.ts';
import { otlpBenchmark } from './otlp.ts';
import { startBenchmark } from './start.ts';
import { verdictsBenchmark } from './verdicts.ts';
import { webBenchmark } from './web.ts';

/** All benchmarks, in the order in which they run. */
const BENCHMARKS: readonly Benchmark[] = [
  ingestBenchmark,
  ingestSmallBenchmark,
  otlpBenchmark,
  ackBenchmark,
  memoryBenchmark,
  startBenchmark,
  dashboardBenchmark,
  alertsBenchmark,
  alertLatencyBenchmark,
  verdictsBenchmark,
  backtestBenchmark,
  growthBenchmark,
  backupBenchmark,
  webBenchmark,
];

const OUT = join(import.meta.dirname, '..', '..', 'dist', 'bench');

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(
    `no benchmark ${unknown.join(', ')}; there are: ${BENCHMARKS.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

/** Three digits are all that a noisy machine tells. */
const short = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

buildIfStale();
const figures: Figure[] = [];
try {
  for (const benchmark of BENCHMARKS) {
    if (asked.length > 0 && !asked.includes(benchmark.name)) continue;
    console.log(`\n${benchmark.name}: ${benchmark.what}`);
    figures.push(...(await benchmark.run((line) => console.log(`  ${line}`))));
  }
} finally {
  await removeFullInstallation();
}

console.log('');
console.table(
  figures.map(({ name, median, spread, unit, goal, reached }) => ({
    figure: name,
    median: `${short(median)} ${unit}`,
    spread: spread.map(short).join(' to '),
    goal: goal ?? '',
    verdict: reached === null ? '' : reached ? 'reached' : 'below',
  })),
);
await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
console.log(`figures written to ${join('dist', 'bench', 'figures.json')}`);
