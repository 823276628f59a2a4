import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const KEY = 'admin-key-of-a-benchmark-00001';

/** Bytes of memory that a process holds, now and at its peak. */
export interface ResidentBytes {
  readonly now: number;
  readonly peak: number;
}

/** A Bellwether as `npm start` runs it, in a process of its own. */
export interface BuiltServer {
  readonly url: string;
  /** Signs a browser in, once. */
  readonly signInLink: string;
  /** For a request by the administrator. */
  readonly headers: Readonly<Record<string, string>>;
  /** A GET that must succeed; resolves with the milliseconds it took. */
  timeGet(path: string): Promise<number>;
  /** Resolves once everything sent so far can be asked for. */
  flush(): Promise<void>;
  residentBytes(): Promise<ResidentBytes>;
  /** Stops it as an operator would; the folder stays. */
  stop(): Promise<void>;
}

async function ask(url: string, init: RequestInit): Promise<void> {
  const response = await fetch(url, init);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

/**
 * Starts the built program, not the sources: what turns sources into a program while it runs slows
 * every function that is made anew. `run.ts` has built it.
 * @param folder its data, empty or of an earlier run
 * @param env variables beside those that every benchmark sets
 * @param command `demo`: with the telemetry of the sample organisation
 */
export async function startBuiltServer(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  command: 'serve' | 'demo' = 'serve',
): Promise<BuiltServer> {
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/cli.js', command], {
    cwd: ROOT,
    env: {
      ...process.env,
      BELLWETHER_DATA: folder,
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: KEY,
      BELLWETHER_LOG: 'error',
      UV_THREADPOOL_SIZE: '16',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const [url, signInLink] = await new Promise<readonly [string, string]>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, address, link] = /listens on (\S+)\s+Sign in once with (\S+)\s/.exec(output) ?? [];
      if (address !== undefined && link !== undefined) resolve([address, link]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)));
  });
  const headers = { authorization: `Bearer ${KEY}` };
  return {
    url,
    signInLink,
    headers,
    async timeGet(path) {
      const startedMs = performance.now();
      await ask(`${url}${path}`, { headers });
      return performance.now() - startedMs;
    },
    flush: () => ask(`${url}/api/ingest/flush`, { method: 'POST', headers }),
    async residentBytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      const bytes = (name: string): number =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
      return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
