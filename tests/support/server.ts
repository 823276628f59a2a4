import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeEmptyStore } from './empty-store.ts';
import { PROGRAM } from './run-command.ts';

const ADMIN_KEY = 'admin-key-of-a-test-server-0001';
const START_TIMEOUT_MS = 60_000;
const ROOT = join(import.meta.dirname, '..', '..');

/** A Bellwether of its own: own process, own folder, own port. */
export interface TestServer {
  readonly url: string;
  readonly adminKey: string;
  readonly signInLink: string;
  readonly folder: string;
  readonly process: ChildProcess;
  /** A request with the admin key; JSON bodies are encoded. */
  request(
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Ends the process at once, as a crash would; the folder stays. */
  kill(): Promise<void>;
  /** Stops the process as an operator would, and removes the folder. */
  stop(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

async function readStart(child: ChildProcess): Promise<{ url: string; signInLink: string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server did not start:\n${output}`));
    }, START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const url = /listens on (\S+)/.exec(output)?.[1];
      const signInLink = /Sign in once with (\S+)/.exec(output)?.[1];
      if (url === undefined || signInLink === undefined) return;
      clearTimeout(timer);
      resolve({ url, signInLink });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${output}`));
    });
  });
}

/**
 * Starts the built server and waits until it listens.
 * @param options.demo with the sample organisation's telemetry
 * @param options.folder of an earlier server, to go on with its data; absent: a new one
 */
export async function startTestServer(
  options: { demo?: boolean; folder?: string; env?: Record<string, string> } = {},
): Promise<TestServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bellwether-server-')));
  const data = join(folder, 'data');
  // The sample organisation begins anew at each start.
  if (options.demo !== true) placeEmptyStore(join(data, 'clickhouse'));
  const child = spawn(process.execPath, [...PROGRAM, options.demo ? 'demo' : 'serve'], {
    cwd: ROOT,
    env: {
      ...process.env,
      BELLWETHER_DATA: data,
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_LOG: 'error',
      UV_THREADPOOL_SIZE: '16',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { url, signInLink } = await readStart(child);
  return {
    url,
    adminKey: ADMIN_KEY,
    signInLink,
    folder,
    process: child,
    request: (path, init = {}) =>
      fetch(new URL(path, url), {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...init.headers,
        },
        ...(init.body === undefined
          ? {}
          : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
      }),
    async kill() {
      child.kill('SIGKILL');
      await exited(child);
    },
    async stop() {
      child.kill('SIGTERM');
      await exited(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
