import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './support.ts';

const CHILD = join(import.meta.dirname, 'full-disk-child.ts');
const NODE = `"${process.execPath}" --import tsx "${CHILD}"`;

/** Where nobody may mount: no file may grow beyond so many blocks of 1 KiB. */
const QUOTA = `ulimit -f 3000; exec ${NODE} "$@"`;
/** A file system of 4 MB, seen by this process alone and gone with it. */
const SMALL_DISK = `mount -t tmpfs -o size=4m tmpfs "$1" && exec ${NODE} "$@"`;

function run(command: string, args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0 && stderr) console.log(stderr);
  return { status, output: stdout };
}

const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0;
const LIMITS = [
  ...(mayMount ? [['a full file system', 'unshare', ['-rm', 'sh', '-c', SMALL_DISK]]] : []),
  ['a quota that is used up', 'sh', ['-c', QUOTA]],
] as [string, string, string[]][];

interface Outcome {
  readonly refusal: { readonly code: string; readonly retryAfterSeconds: number };
  readonly afterwards: string | null;
  readonly again: string | null;
  readonly promised: readonly string[];
  readonly arrived: readonly string[];
  readonly warnings: readonly string[];
  readonly duplicates: number;
}

it.each(LIMITS)(
  '%s: refused before the promise, nothing promised is lost, and it goes on when there is room',
  async (_, command, args) => {
    const { status, output } = run(command, [...args, 'sh', await temporaryFolder()]);
    expect(status).toBe(0);
    const outcome = JSON.parse(output) as Outcome;
    expect(outcome.refusal).toEqual({ code: 'unavailable', retryAfterSeconds: expect.any(Number) });
    expect(outcome.warnings).toContain('spool could not keep telemetry');
    // Once there is room, what was refused can be sent again.
    expect([outcome.afterwards, outcome.again]).toEqual([null, null]);
    expect(outcome.promised.length).toBeGreaterThan(100);
    expect(outcome.arrived.toSorted()).toEqual(outcome.promised.toSorted());
  },
  60_000,
);

it.each(LIMITS)(
  '%s, by events of which many were in the database days ago: it takes the others, each once',
  async (_, command, args) => {
    const { status, output } = run(command, [...args, 'sh', await temporaryFolder(), 'repeats']);
    expect(status).toBe(0);
    const outcome = JSON.parse(output) as Outcome;
    expect(outcome.refusal.code).toBe('unavailable');
    expect([outcome.afterwards, outcome.again]).toEqual([null, null]);
    expect(outcome.duplicates).toBeGreaterThanOrEqual(200);
    expect(outcome.promised.length).toBeGreaterThan(300);
    expect(outcome.arrived.toSorted()).toEqual(outcome.promised.toSorted());
  },
  60_000,
);
