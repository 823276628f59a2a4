import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';

/** A time series database of others, running. */
export interface RunningPeer {
  /** Takes line protocol. */
  readonly write: string;
  /** Asked last, so that everything can be found; null where that is so already. */
  readonly finish: string | null;
  /** How many points it holds. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** A database to compare with, from a package of Debian's. */
export interface Peer {
  readonly name: string;
  readonly program: string;
  start(folder: string): Promise<RunningPeer>;
}

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Where a program is installed; null where it is not. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program and waits until an address answers. @returns how to stop it */
export async function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  readyUrl: string,
): Promise<() => Promise<void>> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      isGone = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
  };
  for (const deadline = performance.now() + START_TIMEOUT_MS; performance.now() < deadline;) {
    if (isGone) throw new Error(`${program} ended as it started`);
    const isReady = await fetch(readyUrl).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return stop;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await stop();
  throw new Error(`${program} did not start`);
}

async function askJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** The first number in an answer whose shape is somebody else's. */
function findNumber(answer: unknown, pattern: RegExp): number {
  return Number(pattern.exec(JSON.stringify(answer))?.[1] ?? Number.NaN);
}

export const influxDb: Peer = {
  name: 'InfluxDB',
  program: 'influxd',
  async start(folder) {
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = {
      INFLUXDB_REPORTING_DISABLED: 'true',
      INFLUXDB_BIND_ADDRESS: `127.0.0.1:${await freePort()}`,
      INFLUXDB_HTTP_BIND_ADDRESS: url.slice('http://'.length),
      INFLUXDB_HTTP_LOG_ENABLED: 'false',
      INFLUXDB_META_DIR: join(folder, 'meta'),
      INFLUXDB_DATA_DIR: join(folder, 'data'),
      INFLUXDB_DATA_WAL_DIR: join(folder, 'wal'),
    };
    const stop = await startProgram('influxd', [], env, `${url}/ping`);
    const ask = (sql: string): Promise<unknown> =>
      askJson(`${url}/query?db=bench&q=${encodeURIComponent(sql)}`, { method: 'POST' });
    await ask('CREATE DATABASE bench');
    return {
      write: `${url}/write?db=bench&precision=ns`,
      finish: null,
      count: async () =>
        findNumber(await ask('SELECT count(latency_ms) FROM run'), /"values":\[\["[^"]*",(\d+)/),
      stop,
    };
  },
};

export const victoriaMetrics: Peer = {
  name: 'VictoriaMetrics',
  program: 'victoria-metrics',
  async start(folder) {
    const url = `http://127.0.0.1:${await freePort()}`;
    const args = [
      `-httpListenAddr=${url.slice('http://'.length)}`,
      `-storageDataPath=${folder}`,
      // Queries end in the past by default: what was written just now would be missing.
      '-search.latencyOffset=0s',
    ];
    const stop = await startProgram('victoria-metrics', args, {}, `${url}/health`);
    return {
      write: `${url}/write`,
      finish: `${url}/internal/force_flush`,
      count: async () => {
        const query = encodeURIComponent('sum(count_over_time(run_latency_ms[1d]))');
        return findNumber(await askJson(`${url}/api/v1/query?query=${query}`), /,"(\d+)"/);
      },
      stop,
    };
  },
};
