import { readFile } from 'node:fs/promises';

/** The resident size of a process at an instant. */
export interface MemorySample {
  readonly process: string;
  /** From the start of the run. */
  readonly atMs: number;
  readonly mb: number;
}

/** How memory of one process went. */
export interface MemoryFigure {
  readonly process: string;
  /** The most it held in each third of the run. */
  readonly mostMb: readonly [first: number, middle: number, last: number];
}

/** Resident size in MB; null where the process has just ended. */
export async function residentMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = /VmRSS:\s+(\d+) kB/.exec(status);
  return found === null ? null : Number(found[1]) / 1024;
}

/** What the samples of each process come to. */
export function describeMemory(samples: readonly MemorySample[], lengthMs: number): MemoryFigure[] {
  const names = [...new Set(samples.map(({ process }) => process))];
  return names.map((process) => {
    const mostOf = (third: number): number =>
      samples.reduce((most, sample) => {
        const isIn = Math.min(2, Math.floor((sample.atMs / lengthMs) * 3)) === third;
        return isIn && sample.process === process ? Math.max(most, sample.mb) : most;
      }, 0);
    return { process, mostMb: [mostOf(0), mostOf(1), mostOf(2)] };
  });
}
