import { z } from 'zod';
import type { FieldError } from '../../core/errors.ts';
import type { RecordBatch } from './record-batches.ts';

/** A record that was not taken: where it stands in the file, and what is wrong with it. */
const refusal = z.strictObject({ line: z.number(), path: z.string(), message: z.string() });
export type Refusal = z.infer<typeof refusal>;

/** How far the import of a file has come, as it lies beside the file. */
export const importState = z.strictObject({
  version: z.literal(1),
  /** Which server or data folder the events went to. */
  target: z.string(),
  /** A hash over how the file was read: with another column map its events are others. */
  reading: z.string(),
  identity: z.string(),
  /** Number of the last record that the server has answered for; 0 for none. */
  done: z.number().int().min(0),
  finished_at: z.string().nullable(),
  taken: z.number(),
  known: z.number(),
  refused: z.number(),
  /** The first refusals. */
  told: z.array(refusal),
});
export type ImportState = z.infer<typeof importState>;

/** What an import is about: any difference makes it another one. */
export type ImportSubject = Pick<ImportState, 'target' | 'reading' | 'identity'>;

/** Refusals that are kept to be told. */
export const MAX_TOLD = 10;

/** An import at its beginning. */
export function newImport({ target, reading, identity }: ImportSubject): ImportState {
  return {
    version: 1,
    target,
    reading,
    identity,
    done: 0,
    finished_at: null,
    taken: 0,
    known: 0,
    refused: 0,
    told: [],
  };
}

/** Reads a state from its file's text; null where it is none of this version. */
export function parseState(text: string): ImportState | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // A state that can't be read means starting over, which counts nothing twice.
    return null;
  }
  return importState.safeParse(document).data ?? null;
}

/** An earlier state where it is about the same import, else a new one. */
export function resume(earlier: ImportState | null, subject: ImportSubject): ImportState {
  const isSame =
    earlier?.target === subject.target &&
    earlier.reading === subject.reading &&
    earlier.identity === subject.identity;
  return isSame ? earlier : newImport(subject);
}

/** What the server answered to a batch. */
export interface BatchReceipt {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly (FieldError & { readonly index: number })[];
}

/** The server numbers lines within a request, which says nothing about the file. */
const REQUEST_LINE = /^line \d+ (?=is not )/;

function refusalsOf({ records }: RecordBatch, { rejected }: BatchReceipt): Refusal[] {
  const sent = records.filter(({ body }) => body.length > 0);
  const byServer = rejected.flatMap(({ index, path, message }): Refusal[] => {
    const record = sent[index];
    if (!record) return [];
    const { line, fault } = record;
    if (fault !== null) return [{ line, path: '', message: fault }];
    return [{ line, path, message: message.replace(REQUEST_LINE, '') }];
  });
  const unsent = records.flatMap(({ line, body, fault }) =>
    body.length === 0 && fault !== null ? [{ line, path: '', message: fault }] : [],
  );
  return [...byServer, ...unsent].sort((a, b) => a.line - b.line);
}

/** The state after the server has answered for a batch. */
export function advance(
  state: ImportState,
  batch: RecordBatch,
  receipt: BatchReceipt,
): ImportState {
  const refusals = refusalsOf(batch, receipt);
  return {
    ...state,
    done: batch.records.at(-1)?.number ?? state.done,
    taken: state.taken + receipt.accepted,
    known: state.known + receipt.duplicates,
    refused: state.refused + refusals.length,
    told: [...state.told, ...refusals].slice(0, MAX_TOLD),
  };
}
