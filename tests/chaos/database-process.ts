import { fork, type ChildProcess } from 'node:child_process';
import type { Fault } from '../support/clickhouse-front.ts';

/** The database server, as a process that can be killed and told to misbehave. */
export interface DatabaseProcess {
  readonly url: string;
  pid(): number | null;
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  setFault(fault: Fault): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/**
 * @param program the bundled `front-child`
 * @param folder where its data lies
 * @param say told what it prints
 */
export function databaseProcess(
  program: string,
  folder: string,
  port: number,
  say: (text: string) => void,
): DatabaseProcess {
  let child: ChildProcess | null = null;
  const answer = (from: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => reject(new Error('the database ended'));
      from.once('exit', end);
      from.once('message', () => {
        from.off('exit', end);
        resolve();
      });
    });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => (child?.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null),
    async start() {
      const started = fork(program, [folder, String(port)], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
      });
      child = started;
      started.stdout?.on('data', (chunk: Buffer) => say(chunk.toString()));
      started.stderr?.on('data', (chunk: Buffer) => say(chunk.toString()));
      await answer(started);
    },
    async kill() {
      if (child === null) return;
      child.kill('SIGKILL');
      await exited(child);
    },
    async setFault(fault) {
      if (child === null) throw new Error('the database has not been started');
      const done = answer(child);
      child.send(fault);
      await done;
    },
  };
}
