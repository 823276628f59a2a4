import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** The built program, as people run it: it starts in half the time of the sources. */
export const PROGRAM: readonly string[] = ['--enable-source-maps', 'dist/server/cli.js'];

/** What a command that ended printed. */
export interface CommandRun {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  /** What it said on standard error. */
  readonly remarks: string;
  /** Both, in the order they came in. */
  readonly printed: string;
}

/** A command that may still be running. */
export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandRun>;
}

/**
 * Starts `bellwether` without a terminal.
 * @param args the command and its arguments
 * @param options.env beside the test's own environment
 * @param options.input what it reads on standard input
 */
export function startCommand(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): RunningCommand {
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
  });
  const texts = { output: '', remarks: '', printed: '' };
  const note = (name: 'output' | 'remarks') => (chunk: Buffer) => {
    texts[name] += chunk.toString();
    texts.printed += chunk.toString();
  };
  child.stdout.on('data', note('output'));
  child.stderr.on('data', note('remarks'));
  child.stdin.end(options.input ?? '');
  const ended = new Promise<CommandRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
  return { process: child, ended };
}

/** Runs `bellwether` to its end, as a pipeline would; options as for {@link startCommand}. */
export function runCommand(
  args: readonly string[],
  options: Parameters<typeof startCommand>[1] = {},
): Promise<CommandRun> {
  return startCommand(args, options).ended;
}
