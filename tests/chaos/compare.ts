import type { EpisodeFact } from './outcome.ts';

/** Where two maps differ, one line each. */
export function differences(
  found: ReadonlyMap<string, number | string>,
  asked: ReadonlyMap<string, number | string>,
): string[] {
  const keys = new Set([...found.keys(), ...asked.keys()]);
  return [...keys]
    .filter((key) => found.get(key) !== asked.get(key))
    .toSorted()
    .map(
      (key) => `${key}: ${found.get(key) ?? 'nothing'} instead of ${asked.get(key) ?? 'nothing'}`,
    );
}

/** Episodes as lines that are equal where all of their instants, states and numbers are. */
export const episodeLines = (episodes: readonly EpisodeFact[]): Map<string, string> =>
  new Map(
    episodes.map(({ key, rule, fields }) => [
      `${rule} ${key}`,
      Object.entries(fields)
        .map(([name, value]) => `${name}=${value ?? '-'}`)
        .join(' '),
    ]),
  );

/** One line of what must hold at the end. */
export interface Finding {
  readonly what: string;
  readonly asked: string;
  readonly found: string;
  readonly holds: boolean;
  /** What speaks against it, in full. */
  readonly problems: readonly string[];
}

/** Of a difference in the table; all of it is among the figures. */
const SHOWN_CHARACTERS = 90;

/** A finding that holds where there is nothing to tell. */
export function noneOf(
  what: string,
  asked: string,
  good: string,
  problems: readonly string[],
): Finding {
  const [first = ''] = problems;
  const found =
    problems.length === 0 ? good : `${problems.length} differ: ${first.slice(0, SHOWN_CHARACTERS)}`;
  return { what, asked, found, holds: problems.length === 0, problems };
}

/** Words of a crash that nobody caught, as Node prints them. */
const CRASH = /unhandled|uncaught|ERR_|TypeError|RangeError|ReferenceError|AssertionError/i;

/** Lines of a program's output that tell of an error nobody handled. */
export const crashLines = (output: string): string[] =>
  output
    .split('\n')
    .filter((line) => CRASH.test(line) && !line.startsWith('{') && !line.startsWith('bellwether:'));
