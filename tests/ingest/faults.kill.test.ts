import { spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { bundleChild } from '../support/bundle-child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let child = '';

/** Every place at which a process may die between a request and its rows' last resting place. */
const STEPS = [
  'before append',
  'during append',
  'before sync',
  'after append',
  'after acknowledgement',
  'after spans are acknowledged',
  'before hand-over',
  'during hand-over',
  'between insert and checkpoint',
  'before ids are written down',
  'after ids are written down',
  'after telling',
  'before removal',
  'after removal',
];

function runChild(...args: string[]): Promise<{ output: string; signal: string | null }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, ...args]);
    let output = '';
    let errors = '';
    running.stdout.on('data', (data: Buffer) => (output += data.toString()));
    running.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    running.once('error', reject);
    running.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve({ output, signal });
      else reject(new Error(`the child ended with ${code}: ${errors}`));
    });
  });
}

/** A store with its tables, which take longer to make than everything that is tested here. */
const parent = temporaryFolder('faults');
const template = join(parent, 'template');
beforeAll(async () => {
  child = await bundleChild(join(import.meta.dirname, 'fault-child.ts'));
  await runChild('count', template);
});

it.each(STEPS)(
  'killed %s: every event acknowledged counts once, in the raw rows and in every sum',
  async (step) => {
    const folder = join(parent, step.replaceAll(' ', '-'));
    await cp(template, folder, { recursive: true });
    const sent = await runChild('send', folder, step);
    expect(sent.signal).toBe('SIGKILL');
    const acknowledged = sent.output.split('\n').filter((id) => id !== '');
    expect(acknowledged.length).toBeGreaterThan(3);

    const { output } = await runChild('count', folder);
    const { rows, sums, tools } = JSON.parse(output) as {
      rows: { id: string; n: number }[];
      sums: { runs: number; tools: number }[];
      tools: { n: number; ids: number };
    };
    expect(rows.filter(({ n }) => n !== 1)).toEqual([]);
    const ids = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(tools.ids).toBe(tools.n);
    for (const sum of sums) expect(sum).toEqual({ runs: rows.length, tools: tools.n });
  },
  120_000,
);
