import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure, sizeOf, type Benchmark } from './benchmark.ts';
import { startBuiltServer } from './built-server.ts';
import { FULL_EVENTS, fullInstallation } from './full-installation.ts';
import { benchmarkEvent } from './ingest-events.ts';
import { post } from './post.ts';

const ROUNDS = sizeOf('BENCH_ROUNDS', 5);
const EMPTY_SECONDS = 2;
const FULL_SECONDS = 3;

/** Seconds from starting the process to the acknowledgement of its first event. */
async function timeStart(folder: string): Promise<number> {
  const startedMs = performance.now();
  const server = await startBuiltServer(folder);
  const agent = new Agent();
  try {
    const url = new URL('/v1/events', server.url);
    const headers = { ...server.headers, 'content-type': 'application/json' };
    // An id of its own each time: a repeated one would only be recognised.
    const event = { ...benchmarkEvent(0, Date.now()), id: `start-${Date.now()}` };
    const { status } = await post(url, agent, headers, Buffer.from(JSON.stringify(event)));
    if (status !== 202) throw new Error(`the server answered ${status}`);
    return (performance.now() - startedMs) / 1000;
  } finally {
    agent.destroy();
    await server.stop();
  }
}

/** How soon a stopped installation takes events again. The disk's cache is warm. */
export const startBenchmark: Benchmark = {
  name: 'start',
  what: `start to first event accepted, empty and with ${FULL_EVENTS.toLocaleString('en')} events`,
  async run(say) {
    const times = { empty: [] as number[], full: [] as number[] };
    const full = await fullInstallation();
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
      try {
        times.empty.push(await timeStart(folder));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      times.full.push(await timeStart(full.folder));
      say(`empty ${times.empty.at(-1)?.toFixed(2)} s, full ${times.full.at(-1)?.toFixed(2)} s`);
    }
    const within = (seconds: number) => ({ words: `≤ ${seconds} s`, atMost: seconds });
    return [
      figure('start, empty', 's', times.empty, within(EMPTY_SECONDS)),
      figure('start, full', 's', times.full, within(FULL_SECONDS)),
    ];
  },
};
