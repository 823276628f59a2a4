import { judgeRow, walkChain, type RecordProblem } from './chain.ts';
import type { HeadLine, HeadReading } from './head-lines.ts';
import type { StoredRow } from './stored-row.ts';

/** What a check of the whole record found. */
export interface RecordCheck {
  /** Records in the table. */
  readonly records: number;
  /** The last of them; null where there is none. */
  readonly head: { readonly sequence: number; readonly hash: string; readonly atMs: number } | null;
  /** The first bad record; null where all are as they were written. */
  readonly problem: RecordProblem | null;
  /** What is wrong with the head file itself, as the end of a sentence; null where nothing is. */
  readonly headFileProblem: string | null;
  /** Records that a kill kept from the head file: all of one act, and sound. */
  readonly missingFromHeadFile: readonly HeadLine[];
}

/** What the table is held against. */
export interface RecordWitnesses {
  /** Secret of the chain. */
  readonly key: Buffer;
  /** What the head file holds; null where none is kept. */
  readonly headFile: HeadReading | null;
}

/** The earlier of two problems. */
export function earlier(a: RecordProblem | null, b: RecordProblem | null): RecordProblem | null {
  if (a === null || b === null) return a ?? b;
  return b.sequence < a.sequence ? b : a;
}

/**
 * The first record that is not in the table, or is there with another hash than was known.
 * @param where who knew, as the end of a sentence
 */
export function findDeparture(
  rows: readonly StoredRow[],
  known: Iterable<HeadLine>,
  where: string,
): RecordProblem | null {
  const hashes = new Map(rows.map(({ sequence, hash }) => [sequence, hash]));
  let first: RecordProblem | null = null;
  for (const { sequence, hash } of known) {
    const found = hashes.get(sequence);
    if (found === hash) continue;
    const problem =
      found === undefined ? `is missing, but known ${where}` : `is not the one known ${where}`;
    first = earlier(first, { sequence, problem });
  }
  return first;
}

/** Records in a row that a list of lines passes over; null where it has all up to its last. */
function findGap(lines: readonly HeadLine[]): string | null {
  let last = 0;
  for (const { sequence } of lines) {
    if (sequence > last + 1) return `lacks the records ${last + 1} to ${sequence - 1}`;
    last = Math.max(last, sequence);
  }
  return null;
}

interface HeadFileFinding {
  readonly problem: string | null;
  readonly missing: readonly StoredRow[];
}

function judgeHeadFile(
  rows: readonly StoredRow[],
  { lines, changedLine }: HeadReading,
  key: Buffer,
): HeadFileFinding {
  if (changedLine !== null) return { problem: `was changed in line ${changedLine}`, missing: [] };
  const gap = findGap(lines);
  if (gap !== null) return { problem: `${gap}: it was cut or removed`, missing: [] };
  const known = lines.at(-1)?.sequence ?? 0;
  const missing = rows.filter(({ sequence }) => sequence > known);
  const first = missing[0];
  const last = missing.at(-1);
  if (first === undefined || last === undefined) return { problem: null, missing };
  // A kill leaves the records of one act; a record from before there was such a file, all.
  const isOneAct = missing.every(({ atMs }) => atMs === first.atMs);
  const isFromBefore =
    known === 0 && missing.every((row) => judgeRow(row, key) === 'first formula');
  if (isOneAct || isFromBefore) return { problem: null, missing };
  const what = known === 0 ? 'is missing or empty' : `ends with the record ${known}`;
  return {
    problem: `${what}, the table with ${last.sequence}: it was cut or removed`,
    missing: [],
  };
}

/**
 * Checks every record: by itself, in its place in the chain, and against what the head file knows.
 * @param rows of the table, by sequence
 */
export async function checkRecord(
  rows: readonly StoredRow[],
  { key, headFile }: RecordWitnesses,
): Promise<RecordCheck> {
  const { broken, unstated } = await walkChain(rows, key);
  const departed = headFile && findDeparture(rows, headFile.lines, 'outside the database');
  const problem = earlier(broken, departed) ?? unstated;
  const file = headFile && judgeHeadFile(rows, headFile, key);
  const last = rows.at(-1);
  return {
    records: rows.length,
    head: last ? { sequence: last.sequence, hash: last.hash, atMs: last.atMs } : null,
    problem,
    headFileProblem: file?.problem ?? null,
    // A broken table proves nothing to a file that is whole.
    missingFromHeadFile: problem === null ? (file?.missing ?? []) : [],
  };
}
