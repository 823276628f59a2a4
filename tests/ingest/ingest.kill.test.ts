import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeRows } from '../../ingest/row-reader.ts';
import type { RawTable } from '../../store/raw-columns.ts';
import { createMemoryTarget, open, temporaryFolder } from './support.ts';

const KILLS = 10;
const CHILD = join(import.meta.dirname, 'kill-child.ts');

/** Runs the child until some time after its first acknowledgement, then kills it outright. */
function runAndKill(
  folder: string,
  targets: string,
  from: number,
  afterMs: number,
): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      CHILD,
      folder,
      targets,
      String(from),
    ]);
    let output = '';
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    child.stdout.on('data', (data: Buffer) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      output += data.toString();
    });
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the child ended by itself (${code}): ${errors}`));
      else resolve(output.split('\n').slice(0, -1).map(Number));
    });
  });
}

it('every event acknowledged before a kill is counted exactly once, ten kills and ten restarts later', async () => {
  const folder = await temporaryFolder();
  const targets = join(folder, 'targets');
  await mkdir(targets);
  const acknowledged = new Set<number>();
  for (let i = 0; i < KILLS; i += 1) {
    // Some that were acknowledged and some that were not are sent again.
    const from = Math.max(0, ...acknowledged) - 40;
    const numbers = await runAndKill(folder, targets, Math.max(0, from), Math.random() * 250);
    for (const number of numbers) acknowledged.add(number);
  }

  const target = createMemoryTarget();
  for (const name of await readdir(targets)) {
    const [id, table, draft] = name.split('.') as [string, RawTable, string?];
    if (draft !== undefined) continue;
    target.segments.set(BigInt(id), {
      table,
      rows: decodeRows(table, await readFile(join(targets, name))),
    });
  }
  const { ingest } = await open(folder, { target });
  await ingest.flush();

  expect(acknowledged.size).toBeGreaterThan(KILLS * 5);
  for (const [table, prefix] of [
    ['runs', 'run'],
    ['events', 'tool'],
  ] as const) {
    const ids = target.rows(table).map(({ id }) => String(id));
    expect(new Set(ids).size, `${table} counted twice`).toBe(ids.length);
    const kept = new Set(ids);
    const lost = [...acknowledged].filter((number) => !kept.has(`${prefix}-${number}`));
    expect(lost, `${table} lost`).toEqual([]);
  }
}, 120_000);
