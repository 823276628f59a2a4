import { execFile } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { figure, sizeOf, type Benchmark, type Figure } from './benchmark.ts';
import { startBuiltServer, type BuiltServer } from './built-server.ts';
import { fillServer } from './fill-order.ts';
import { inFolder } from './in-folder.ts';

const EVENTS = sizeOf('BENCH_BACKUP_EVENTS', 2_000_000);
const ROUNDS = sizeOf('BENCH_ROUNDS', 3);
const DAYS = 28;
const MEGABYTE = 1_000_000;
/** Merges go on after the last hand-over; a backup of an installation begins when they are through. */
const SETTLE_MS = 10_000;
const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** Runs `bellwether`; resolves with the seconds it took, its own start included. */
async function timeCommand(args: readonly string[], env: Record<string, string>): Promise<number> {
  const startedMs = performance.now();
  await run(process.execPath, ['dist/server/cli.js', ...args], {
    cwd: ROOT,
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', ...env },
  });
  return (performance.now() - startedMs) / 1000;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile());
  const sizes = await Promise.all(files.map((one) => stat(join(one.parentPath, one.name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

/** What the command line needs to ask a server. */
function access({ url, headers }: BuiltServer): string[] {
  return ['--url', url, '--key', headers['authorization']?.replace('Bearer ', '') ?? ''];
}

/** Seconds and bytes of each thing that is done. */
interface Measured {
  readonly seconds: number[];
  readonly megabytes: number;
}

const listFigures = (name: string, { seconds, megabytes }: Measured): Figure[] => [
  figure(`${name}, time`, 's', seconds),
  figure(
    `${name}, rate`,
    'MB/s',
    seconds.map((one) => megabytes / one),
  ),
];

/** Fills a server, and does with it what an operator does, several times over. */
async function measure(folder: string, say: (line: string) => void): Promise<Figure[]> {
  const [data, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(folder, name));
  if (data === undefined || backup === undefined || restored === undefined) return [];
  const server = await startBuiltServer(data);
  const seconds = { backup: [] as number[], restore: [] as number[], ndjson: [] as number[] };
  const sizes = { backup: 0, ndjson: 0 };
  const out = join(folder, 'runs.ndjson');
  try {
    const { url, headers } = server;
    const order = { url, headers, first: 0, count: EVENTS, endMs: Date.now() - 1000, days: DAYS };
    await fillServer(order);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const env = { BELLWETHER_DATA: data };
    for (let round = 0; round < ROUNDS; round += 1) {
      await rm(backup, { recursive: true, force: true });
      await rm(out, { force: true });
      seconds.backup.push(await timeCommand(['backup', backup, ...access(server)], env));
      seconds.ndjson.push(
        await timeCommand(['export', 'run', '--out', out, ...access(server)], env),
      );
      sizes.backup = (await bytesIn(backup)) / MEGABYTE;
      sizes.ndjson = (await stat(out)).size / MEGABYTE;
      say(`backup ${seconds.backup.at(-1)?.toFixed(1)} s, ${sizes.backup.toFixed(0)} MB`);
      say(`export ${seconds.ndjson.at(-1)?.toFixed(1)} s, ${sizes.ndjson.toFixed(0)} MB`);
    }
  } finally {
    await server.stop();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await rm(restored, { recursive: true, force: true });
    seconds.restore.push(await timeCommand(['restore', backup], { BELLWETHER_DATA: restored }));
    say(`restore ${seconds.restore.at(-1)?.toFixed(1)} s`);
  }
  return [
    figure('backup, bytes an event', 'bytes', [(sizes.backup * MEGABYTE) / EVENTS]),
    ...listFigures('backup', { seconds: seconds.backup, megabytes: sizes.backup }),
    ...listFigures('restore', { seconds: seconds.restore, megabytes: sizes.backup }),
    ...listFigures('export as NDJSON', { seconds: seconds.ndjson, megabytes: sizes.ndjson }),
  ];
}

/** How long an operator waits for what keeps telemetry safe, with nothing else going on. */
export const backupBenchmark: Benchmark = {
  name: 'backup',
  what: `backup, restore and export of ${EVENTS.toLocaleString('en')} events`,
  run: (say) => inFolder((folder) => measure(folder, say)),
};
