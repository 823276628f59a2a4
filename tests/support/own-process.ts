import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PROGRAM } from './run-command.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const START_TIMEOUT_MS = 60_000;

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One process of an installation of several. */
export interface OwnProcess {
  readonly url: string;
  /** Null where none runs now. */
  pid(): number | null;
  /** What it printed so far. */
  output(): string;
  /** Starts it; rejects with what it printed where it ends before it listens. */
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has ended by itself. */
  readonly ended: () => Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** The built program in a role, with a port and a folder that stay across its starts. */
export function ownProcess(
  role: 'ingest' | 'control',
  port: number,
  env: Readonly<Record<string, string>>,
): OwnProcess {
  let child: ChildProcess | null = null;
  let output = '';
  const current = (): ChildProcess => {
    if (!child) throw new Error('it has not been started');
    return child;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child) return;
    child.kill(signal);
    await exited(child);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () =>
      child === null || child.exitCode !== null || child.signalCode !== null
        ? null
        : (child.pid ?? null),
    output: () => output,
    async start() {
      output = '';
      const started = spawn(process.execPath, [...PROGRAM, 'serve', '--role', role], {
        cwd: ROOT,
        env: {
          ...process.env,
          BELLWETHER_PORT: String(port),
          BELLWETHER_LOG: 'warn',
          UV_THREADPOOL_SIZE: '16',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(output)), START_TIMEOUT_MS);
        const note = (chunk: Buffer): void => {
          output += chunk.toString();
          if (!output.includes('listens on')) return;
          clearTimeout(timer);
          resolve();
        };
        started.stdout.on('data', note);
        started.stderr.on('data', note);
        started.once('exit', () => {
          clearTimeout(timer);
          reject(new Error(output));
        });
      });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    signal: (name) => void current().kill(name),
    ended: () => exited(current()),
  };
}
