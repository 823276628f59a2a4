import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../core/canonical-json.ts';
import { inTurns } from '../take-turns.ts';
import { GENESIS_HASH } from './record.ts';
import { readRedaction, redactionMark } from './redaction.ts';
import { readRecord, type StoredRow } from './stored-row.ts';

/** Where a record first differs from what was written, and in what way. */
export interface RecordProblem {
  readonly sequence: number;
  readonly problem: string;
}

const keyed = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

/**
 * Keyed SHA-256 of a document's text: stands for the document in the chain, and in its place once it
 * is redacted.
 * @returns 64 hex digits
 */
export const digestDocument = (text: string, key: Buffer): string =>
  keyed(key, `document\n${text}`);

/**
 * Keyed SHA-256 over a record and the hash of the one before it; of its document only the digest, so
 * that the document can be taken out.
 * @param key secret of this installation; without it the chain can't be forged
 * @returns 64 hex digits
 */
export function hashRow(
  row: Omit<StoredRow, 'hash' | 'text'>,
  digest: string,
  key: Buffer,
): string {
  const { sequence, atMs, kind, id, version, actor, action, reason, previousHash } = row;
  const content = { sequence, atMs, kind, id, version, actor, action, reason, previousHash };
  return keyed(key, canonicalJson({ ...content, documentDigest: digest }));
}

/** How records were hashed before documents could be taken out: with the document itself. */
function hasFirstFormula({ hash, text, ...row }: StoredRow, key: Buffer): boolean {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // No document at all, so none that was hashed.
    return false;
  }
  // Other bytes of the same document are a change too.
  return (
    canonicalJson(document) === text && keyed(key, canonicalJson({ ...row, document })) === hash
  );
}

/** What a row's hash says of it. `first formula`: as it was written before there was a head file. */
export type RowState = 'whole' | 'first formula' | 'redacted' | 'changed';

/** Holds a row against its own hash. */
export function judgeRow(row: StoredRow, key: Buffer): RowState {
  if (hashRow(row, digestDocument(row.text, key), key) === row.hash) return 'whole';
  if (hasFirstFormula(row, key)) return 'first formula';
  const document = readRecord(row)?.document;
  const mark = redactionMark.safeParse(document);
  const isMarked =
    mark.success &&
    row.text === canonicalJson(document) &&
    hashRow(row, mark.data.redacted_digest, key) === row.hash;
  return isMarked ? 'redacted' : 'changed';
}

/** Digests of the documents that records of the table say were taken out, by sequence. */
export function listRedactions(rows: readonly StoredRow[]): Map<number, string> {
  const redactions = new Map<number, string>();
  for (const row of rows) {
    if (row.kind !== 'record') continue;
    const record = readRecord(row);
    const redaction = record && readRedaction(record);
    if (redaction) redactions.set(redaction.sequence, redaction.digest);
  }
  return redactions;
}

/** What the chain by itself says. */
export interface ChainFinding {
  /** The first record that was changed, removed, inserted or moved. */
  readonly broken: RecordProblem | null;
  /** The first whose document was taken out without a record that says so. */
  readonly unstated: RecordProblem | null;
}

/**
 * Walks the chain.
 * @param rows of the table, by sequence
 */
export async function walkChain(rows: readonly StoredRow[], key: Buffer): Promise<ChainFinding> {
  const redactions = listRedactions(rows);
  let expected = 1;
  let previousHash = GENESIS_HASH;
  let broken: RecordProblem | null = null;
  let unstated: RecordProblem | null = null;
  await inTurns(rows, (row) => {
    if (broken !== null) return;
    const state = judgeRow(row, key);
    const problem = placeProblem(row, expected, previousHash);
    if (problem !== null) broken = problem;
    else if (state === 'changed') {
      broken = { sequence: row.sequence, problem: 'was changed after it was written' };
    } else if (state === 'redacted' && !redactions.has(row.sequence)) {
      unstated ??= { sequence: row.sequence, problem: 'was redacted, and no record says by whom' };
    }
    expected += 1;
    previousHash = row.hash;
  });
  return { broken, unstated };
}

/** What is wrong with where a row stands. */
function placeProblem(
  { sequence, previousHash }: StoredRow,
  expected: number,
  expectedPrevious: string,
): RecordProblem | null {
  if (sequence > expected) return { sequence: expected, problem: 'is missing' };
  if (sequence < expected) {
    return { sequence, problem: sequence < 1 ? 'was inserted' : 'is there more than once' };
  }
  if (previousHash === expectedPrevious) return null;
  return { sequence, problem: 'does not follow the record before it' };
}
