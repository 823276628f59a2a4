import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What a process takes of memory at an instant. */
export interface MemorySample {
  readonly process: string;
  /** From the start of the run. */
  readonly atMs: number;
  /** Its resident size. */
  readonly mb: number;
  /** What it held after garbage was collected; null: it does not tell, or not yet. */
  readonly heldMb: number | null;
}

type Thirds = readonly [first: number, middle: number, last: number];

/** How memory of one process went. */
export interface MemoryFigure {
  readonly process: string;
  /** The largest resident size in each third of the run. */
  readonly mostMb: Thirds;
  /**
   * The median of what was held after garbage was collected: a collection may come in the midst of a large
   * answer, or while a start reads what it needs. Null: it never told.
   */
  readonly heldMb: Thirds | null;
}

/** Resident size in MB; null where the process has just ended. */
export async function residentMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = /VmRSS:\s+(\d+) kB/.exec(status);
  return found === null ? null : Number(found[1]) / 1024;
}

const heldFile = z.object({ pid: z.number(), bytes: z.number() });

/** What a process wrote last of what it holds, in MB; null where it has not written yet, or is just writing. */
export async function heldMb(path: string, pid: number): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (!text.endsWith('}')) return null;
  const held = heldFile.parse(JSON.parse(text));
  return held.pid === pid ? held.bytes / 1024 / 1024 : null;
}

const greatest = (values: readonly number[]): number => Math.max(0, ...values);

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What the samples of each process come to, of those within the run. */
export function describeMemory(samples: readonly MemorySample[], lengthMs: number): MemoryFigure[] {
  const names = [...new Set(samples.map(({ process }) => process))];
  return names.map((process) => {
    const own = samples.filter((sample) => sample.process === process);
    const third = (which: number): MemorySample[] =>
      own.filter(({ atMs }) => Math.floor((atMs / lengthMs) * 3) === which);
    const thirds = (of: (samples: readonly MemorySample[]) => number): Thirds => [
      of(third(0)),
      of(third(1)),
      of(third(2)),
    ];
    const held = (of: readonly MemorySample[]): number[] =>
      of.flatMap(({ heldMb }) => (heldMb === null ? [] : [heldMb]));
    return {
      process,
      mostMb: thirds((of) => greatest(of.map(({ mb }) => mb))),
      heldMb: held(own).length === 0 ? null : thirds((of) => medianOf(held(of))),
    };
  });
}
