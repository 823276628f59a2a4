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

/** One named piece of work, measured against a limit or a peer in one sitting. */
export interface Benchmark {
  readonly name: string;
  readonly what: string;
  run(say: (line: string) => void): Promise<Figure[]>;
}

/** A figure out of its rounds. */
export function figure(
  name: string,
  unit: string,
  raw: readonly number[],
  goal: { words: string; atLeast: number } | null = null,
): Figure {
  const sorted = [...raw].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const median =
    sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return {
    name,
    unit,
    median,
    spread: [at(0), at(sorted.length - 1)],
    raw,
    goal: goal?.words ?? null,
    reached: goal === null ? null : median >= goal.atLeast,
  };
}
