import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, quantile, ratios, sizeOf, type Benchmark } from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';
import { startHeavyQueries } from './heavy-queries.ts';
import { benchmarkEvent, steadyMs, WORKLOADS, writeLines } from './ingest-events.ts';
import { paceBatches } from './pace-order.ts';
import { runScript } from './run-script.ts';
import { sendBatches } from './send-order.ts';

const EVENTS = sizeOf('BENCH_ACK_EVENTS', 300_000);
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
const LINES = 100;
const CONNECTIONS = 32;
const HEAVY_QUERIES = 8;
/** About a second, in which the load generator compiles itself and connects, on the cores of the server. */
const WARM_UP_SHARE = 0.2;
const YEAR_MS = 360 * 86_400_000;
const ALONE = 15;
const BESIDE_QUERIES = 30;

/** Milliseconds to each answer, the first of them left out. */
interface Waits {
  readonly alone: readonly number[];
  readonly besideQueries: readonly number[];
  readonly sync: readonly number[];
  readonly perSecond: number;
}

/** A file of events that no earlier file holds. */
async function writeFresh(path: string, number: number, spanMs: number | null): Promise<string> {
  const endMs = Date.now() - 1000;
  await writeLines(path, EVENTS, (i) => {
    const atMs = spanMs === null ? steadyMs(i, endMs) : endMs - Math.floor((i / EVENTS) * spanMs);
    return JSON.stringify(benchmarkEvent(number * EVENTS + i, atMs));
  });
  return path;
}

async function measure(server: BuiltServer, folder: string): Promise<Waits> {
  const write = `${server.url}/v1/events`;
  const finish = `${server.url}/api/ingest/flush`;
  const headers = { ...server.headers, 'content-type': 'application/x-ndjson' };
  const path = join(folder, 'events');
  const atOnce = { write, finish, headers, connections: CONNECTIONS };
  const year = await writeFresh(path, 0, YEAR_MS);
  await sendBatches({ ...atOnce, file: year, lines: 1000 });
  const full = await writeFresh(path, 1, null);
  const seconds = await sendBatches({ ...atOnce, file: full, lines: LINES });
  const perSecond = EVENTS / LINES / seconds / 2;
  const pace = { write, headers, lines: LINES, perSecond };
  const alone = await paceBatches({ ...pace, file: await writeFresh(path, 2, null) });
  await server.flush();
  const file = await writeFresh(path, 3, null);
  const stopQueries = startHeavyQueries(server, HEAVY_QUERIES, WORKLOADS);
  const besideQueries = await paceBatches({ ...pace, file });
  await stopQueries();
  const args = [file, join(folder, 'synced'), String(LINES), String(perSecond)];
  const sync = JSON.parse(await runScript('sync-alone.ts', args)) as number[];
  const steady = (waits: readonly number[]) => waits.slice(Math.ceil(waits.length * WARM_UP_SHARE));
  return {
    alone: steady(alone),
    besideQueries: steady(besideQueries),
    sync: steady(sync),
    perSecond,
  };
}

/** Time to the acknowledgement at half the greatest rate, against what the disk alone takes. */
export const ackBenchmark: Benchmark = {
  name: 'ack',
  what: `time to 202 for batches of ${LINES}, alone and beside ${HEAVY_QUERIES} heavy queries`,
  async run(say) {
    const p99: Record<'alone' | 'besideQueries' | 'sync', number[]> = {
      alone: [],
      besideQueries: [],
      sync: [],
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
      const server = await startBuiltServer(join(folder, 'data'));
      try {
        const waits = await measure(server, folder);
        for (const name of ['alone', 'besideQueries', 'sync'] as const) {
          p99[name].push(quantile(waits[name], 0.99));
          const [half, most] = [quantile(waits[name], 0.5), quantile(waits[name], 0.99)];
          say(`${name}: median ${half.toFixed(2)} ms, p99 ${most.toFixed(2)} ms`);
        }
        say(`at ${Math.round(waits.perSecond)} batches a second`);
      } finally {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }
    const times = (n: number) => ({ words: `≤ ${n} × its p99`, atMost: n });
    return [
      figure('ack, p99', 'ms', p99.alone),
      figure('ack, p99 beside queries', 'ms', p99.besideQueries),
      figure('ack, p99 of write and fdatasync alone', 'ms', p99.sync),
      figure('ack against fdatasync', '×', ratios(p99.alone, p99.sync), times(ALONE)),
      figure(
        'ack beside queries against fdatasync',
        '×',
        ratios(p99.besideQueries, p99.sync),
        times(BESIDE_QUERIES),
      ),
    ];
  },
};
