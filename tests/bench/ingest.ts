import { spawn } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer } from '../support/server.ts';
import { figure, type Benchmark } from './benchmark.ts';
import { benchmarkEvent } from './ingest-events.ts';

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 400_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const MUST_REACH = 0.2;
const ROOT = join(import.meta.dirname, '..', '..');

async function writeEvents(path: string): Promise<number> {
  const endMs = Date.now() - 1000;
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    for (let from = 0; from < EVENTS; from += 10_000) {
      const lines: string[] = [];
      for (let i = from; i < Math.min(from + 10_000, EVENTS); i += 1) {
        lines.push(JSON.stringify(benchmarkEvent(i, endMs)));
      }
      const text = `${lines.join('\n')}\n`;
      bytes += text.length;
      await file.write(text);
    }
  } finally {
    await file.close();
  }
  return bytes / EVENTS;
}

/** Runs a script of this folder in a process of its own; returns the events a second it printed. */
async function measure(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join('tests', 'bench', script), ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}`);
  return EVENTS / Number(output.trim());
}

async function bellwether(folder: string, file: string, batch: number): Promise<number> {
  const server = await startTestServer({ folder: await mkdtemp(join(folder, 'server-')) });
  try {
    return await measure('ingest-load.ts', [server.url, server.adminKey, file, String(batch)]);
  } finally {
    await server.stop();
  }
}

async function clickHouse(folder: string, file: string): Promise<number> {
  return measure('ingest-limit.ts', [await mkdtemp(join(folder, 'limit-')), file]);
}

/** Events over HTTP, durable and in the roll-ups, against ClickHouse loading the same file itself. */
export const ingestBenchmark: Benchmark = {
  name: 'ingest',
  what: `${EVENTS.toLocaleString('en')} run events over HTTP, durable and in the roll-ups`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const file = join(folder, 'events.ndjson');
      say(
        `${Math.round(await writeEvents(file))} bytes an event, ${ROUNDS} rounds, order reversed each round`,
      );
      const rates: Record<string, number[]> = {
        'batch 1,000': [],
        'batch 100': [],
        ClickHouse: [],
      };
      const variants: [string, () => Promise<number>][] = [
        ['batch 1,000', () => bellwether(folder, file, 1000)],
        ['batch 100', () => bellwether(folder, file, 100)],
        ['ClickHouse', () => clickHouse(folder, file)],
      ];
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [name, run] of round % 2 === 0 ? variants : variants.toReversed()) {
          const rate = await run();
          rates[name]?.push(rate);
          say(`${name}: ${Math.round(rate).toLocaleString('en')} events/s`);
        }
      }
      const ratio = (name: string): number[] =>
        (rates[name] ?? []).map(
          (rate, round) => rate / (rates['ClickHouse']?.[round] ?? Number.NaN),
        );
      const goal = { words: `≥ ${MUST_REACH} × ClickHouse`, atLeast: MUST_REACH };
      say('InfluxDB and VictoriaMetrics are not measured in this version');
      return [
        figure('ingest, ClickHouse alone', 'events/s', rates['ClickHouse'] ?? []),
        figure('ingest, batches of 1,000', 'events/s', rates['batch 1,000'] ?? []),
        figure('ingest, batches of 100', 'events/s', rates['batch 100'] ?? []),
        figure('ingest ratio, batches of 1,000', '×', ratio('batch 1,000'), goal),
        figure('ingest ratio, batches of 100', '×', ratio('batch 100'), goal),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
