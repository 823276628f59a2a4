import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, ratios, sizeOf, type Benchmark } from './benchmark.ts';
import { startBuiltServer } from './built-server.ts';
import { benchmarkEvent, steadyMs, writeLines } from './ingest-events.ts';
import { sendBatches } from './send-order.ts';

const REQUESTS = sizeOf('BENCH_REQUESTS', 40_000);
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
const CONNECTIONS = 64;
const SIZES = [1, 20] as const;
const OF_BARE_HTTP = 0.35;
const ROOT = join(import.meta.dirname, '..', '..');
const MEDIA_TYPE = { 'content-type': 'application/x-ndjson' };

/** Requests a second, to the last acknowledgement. */
type Run = (file: string, lines: number) => Promise<number>;

const bellwether: Run = async (file, lines) => {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
  const server = await startBuiltServer(folder);
  try {
    const headers = { ...server.headers, ...MEDIA_TYPE };
    const write = `${server.url}/v1/events`;
    const order = { file, lines, connections: CONNECTIONS, write, finish: null, headers };
    return REQUESTS / (await sendBatches(order));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const bareHttp: Run = async (file, lines) => {
  const script = join('tests', 'bench', 'parse-only-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const write = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once('exit', (code) => reject(new Error(`${script} ended with ${String(code)}`)));
    });
    const order = { file, lines, connections: CONNECTIONS, write, finish: null };
    return REQUESTS / (await sendBatches({ ...order, headers: MEDIA_TYPE }));
  } finally {
    child.kill('SIGTERM');
  }
};

/** Small batches, acknowledged durable, against a server that does nothing but parse them. */
export const ingestSmallBenchmark: Benchmark = {
  name: 'ingest-small',
  what: `${REQUESTS.toLocaleString('en')} requests of 1 and of 20 events over ${CONNECTIONS} connections`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
    try {
      const figures = [];
      for (const lines of SIZES) {
        const file = join(folder, `events-${lines}`);
        const endMs = Date.now() - 1000;
        await writeLines(file, REQUESTS * lines, (i) =>
          JSON.stringify(benchmarkEvent(i, steadyMs(i, endMs))),
        );
        const rates = { bellwether: [] as number[], bareHttp: [] as number[] };
        const variants = [
          ['bellwether', bellwether],
          ['bareHttp', bareHttp],
        ] as const;
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const [name, run] of round % 2 === 0 ? variants : variants.toReversed()) {
            const rate = await run(file, lines);
            rates[name].push(rate);
            say(
              `${name}, batches of ${lines}: ${Math.round(rate).toLocaleString('en')} requests/s`,
            );
          }
        }
        const words = `≥ ${OF_BARE_HTTP} × node:http`;
        figures.push(
          figure(`ingest-small, batches of ${lines}`, 'requests/s', rates.bellwether),
          figure(`ingest-small, batches of ${lines}, node:http`, 'requests/s', rates.bareHttp),
          figure(
            `ingest-small, batches of ${lines} against node:http`,
            '×',
            ratios(rates.bellwether, rates.bareHttp),
            { words, atLeast: OF_BARE_HTTP },
          ),
        );
      }
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
