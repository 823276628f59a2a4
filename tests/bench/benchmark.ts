/** One measured figure with what it is held against. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  /** Least and greatest of the rounds. */
  readonly spread: readonly [number, number];
  readonly raw: readonly number[];
  /** What must be reached, in words; null for a figure that only informs. */
  readonly goal: string | null;
  readonly reached: boolean | null;
}

/** What a figure must reach, in words and as a bound on its median. */
export type Goal =
  | { readonly words: string; readonly atLeast: number }
  | { readonly words: string; readonly atMost: number };

/** One named piece of work, measured against a limit or a peer in one sitting. */
export interface Benchmark {
  readonly name: string;
  readonly what: string;
  run(say: (line: string) => void): Promise<Figure[]>;
}

/** Value at a share of the sorted values, the nearest one; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
}

/** A figure out of its rounds. */
export function figure(
  name: string,
  unit: string,
  raw: readonly number[],
  goal: Goal | null = null,
): Figure {
  const middle = median(raw);
  const isReached = (bound: Goal): boolean =>
    'atLeast' in bound ? middle >= bound.atLeast : middle <= bound.atMost;
  return {
    name,
    unit,
    median: middle,
    spread: [Math.min(...raw), Math.max(...raw)],
    raw,
    goal: goal?.words ?? null,
    reached: goal === null ? null : isReached(goal),
  };
}

/** A whole number out of the environment, to make a benchmark smaller or larger. */
export function sizeOf(variable: string, otherwise: number): number {
  return Number(process.env[variable] ?? otherwise);
}

/** What each round of one variant reached beside the same round of another. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, round) => value / (to[round] ?? Number.NaN));
}
