import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { parseState, type ImportState } from '../../ingest/import/import-state.ts';
import { startCommand, type CommandRun, type RunningCommand } from '../support/run-command.ts';
import type { TestServer } from '../support/server.ts';

const POLL_MS = 5;

/** Starts `bellwether import`. */
export const startImport = (
  parameters: readonly string[],
  env?: Readonly<Record<string, string>>,
): RunningCommand => startCommand(['import', ...parameters], env && { env });

/** Runs it to its end. */
export const runImport = (
  parameters: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<CommandRun> => startImport(parameters, env).ended;

/** Where an import of a file keeps its state. */
export const stateFileOf = (file: string): string =>
  join(dirname(file), `.${basename(file)}.bellwether-import`);

/** The state an import of a file has left so far; null for none. */
export async function stateOf(file: string): Promise<ImportState | null> {
  const text = await readFile(stateFileOf(file), 'utf8').catch(() => null);
  return text === null ? null : parseState(text);
}

/** Resolves once an import has come further than so many records, or has ended. */
export async function pastRecord(
  file: string,
  record: number,
  running: RunningCommand,
): Promise<void> {
  while (running.process.exitCode === null && running.process.signalCode === null) {
    if (((await stateOf(file))?.done ?? 0) > record) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs of a workload that count, once everything acknowledged is queryable. */
export async function countedRuns(server: TestServer, workload: string): Promise<number> {
  await server.request('/api/ingest/flush', { method: 'POST' });
  const response = await server.request(`/api/workloads/${workload}/signals?window=30d`);
  const { totals } = (await response.json()) as { totals: { runs: number } };
  return totals.runs;
}
