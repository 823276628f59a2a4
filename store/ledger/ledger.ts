import { BellwetherError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { Database } from '../database.ts';
import { chainChanges, type ChainedRecord, type LedgerChange } from './chain-changes.ts';
import { digestDocument } from './chain.ts';
import { checkRecord, earlier, findDeparture, type RecordCheck } from './check-record.ts';
import type { HeadEnd, HeadFile } from './head-file.ts';
import { createLedgerMemory } from './ledger-memory.ts';
import { GENESIS_HASH, type LedgerKind, type LedgerRecord } from './record.ts';
import { proposeRedaction } from './propose-redaction.ts';
import { readRedaction, type RedactionMark } from './redaction.ts';
import { readRecord, readRows, replaceDocument, storeRows, type StoredRow } from './stored-row.ts';

/** Everything people and rules decided: appended to, read from memory, kept in the database. */
export interface Ledger {
  /** The current record of a document; undefined where there is none or it was deleted. */
  get(kind: LedgerKind, id: string): LedgerRecord | undefined;
  /** Current records of a kind, by id. */
  list(kind: LedgerKind): LedgerRecord[];
  /** All records of one document, oldest first; of some the document may be redacted. */
  history(kind: LedgerKind, id: string): LedgerRecord[];
  /** Every record, oldest first: the list itself and no copy, to be read only. */
  records(): readonly LedgerRecord[];
  /** The record of a sequence; undefined where there is none. */
  at(sequence: number): LedgerRecord | undefined;
  /**
   * Appends the changes of one act as one block: all or none.
   * @throws BellwetherError `stale_version` when an expected version is not the current one,
   *   `unavailable` when the database is away; nothing is appended then
   */
  append(changes: readonly LedgerChange[]): Promise<LedgerRecord[]>;
  /**
   * Takes the document of a past record out, on the record; the chain goes on to hold.
   * @returns the record of the redaction
   * @throws BellwetherError `not_found` without such a record; `conflict` where it is current, has to
   *   stay or was redacted already
   */
  redact(sequence: number, act: { actor: string; reason: string }): Promise<LedgerRecord>;
  /** Sequence of the last record: it moves with every change. */
  sequence(): number;
  /** Reads the whole record back from the database and checks it. */
  verify(): Promise<RecordCheck>;
  /** What the last check found: that of the start, unless one was asked for since. */
  lastCheck(): RecordCheck;
}

/**
 * Loads the ledger and becomes its one writer. A record that somebody tampered with is loaded as it
 * is, and told by {@link Ledger.lastCheck}.
 * @param key secret of this installation, for the chain
 * @param now epoch milliseconds
 * @param headFile the head outside the database; null: none is kept
 */
export async function openLedger(
  database: Database,
  key: Buffer,
  now: () => number,
  headFile: HeadFile | null = null,
): Promise<Ledger> {
  const memory = createLedgerMemory();
  let head = { sequence: 0, hash: GENESIS_HASH };
  let fileEnd: HeadEnd = { lastCode: '', wholeBytes: 0 };
  let lastCheck: RecordCheck;
  /** After a failed append nobody knows whether it was stored: the database is asked first. */
  let isUnsure = true;

  /** The table as it is, held against what is known of it. */
  const check = async () => {
    const rows = await readRows(database);
    const reading = (await headFile?.read()) ?? null;
    fileEnd = reading ?? fileEnd;
    return { rows, reading, found: await checkRecord(rows, { key, headFile: reading }) };
  };

  /** A kill between the record of a redaction and its effect leaves the effect to be made up for. */
  const finishRedactions = async (rows: readonly StoredRow[]): Promise<void> => {
    const bySequence = new Map(rows.map((row) => [row.sequence, row]));
    for (const record of memory.records()) {
      const redaction = readRedaction(record);
      const row = redaction && bySequence.get(redaction.sequence);
      if (!row || digestDocument(row.text, key) !== redaction.digest) continue;
      await takeOut(redaction.sequence, { redacted_digest: redaction.digest });
    }
  };
  const takeOut = async (sequence: number, mark: RedactionMark): Promise<void> => {
    await replaceDocument(database, sequence, mark);
    const record = memory.at(sequence);
    if (record) memory.replace({ ...record, document: mark });
  };

  const reload = async (): Promise<void> => {
    const { rows, reading, found } = await check();
    const last = rows.findLast(({ sequence }) => Number.isSafeInteger(sequence));
    // A table that was cut goes on behind what is known to be missing.
    const known = reading?.lines.at(-1)?.sequence ?? 0;
    head = { sequence: Math.max(last?.sequence ?? 0, known), hash: last?.hash ?? GENESIS_HASH };
    memory.clear();
    for (const row of rows) {
      const record = readRecord(row);
      if (record) memory.remember(record);
    }
    await finishRedactions(rows);
    if (found.missingFromHeadFile.length > 0) await noteHeads(found.missingFromHeadFile);
    lastCheck = found;
    isUnsure = false;
  };
  const noteHeads = async (rows: RecordCheck['missingFromHeadFile']): Promise<void> => {
    if (headFile) fileEnd = await headFile.append(rows, fileEnd);
  };
  await reload();

  const oneByOne = oneAtATime();
  const inTurn = <Result>(task: () => Promise<Result>): Promise<Result> =>
    oneByOne(async () => {
      if (isUnsure) await reload();
      return task();
    });

  const get = (kind: LedgerKind, id: string): LedgerRecord | undefined => {
    const record = memory.latest(kind, id);
    return record?.action === 'delete' ? undefined : record;
  };
  const store = async (chained: readonly ChainedRecord[]): Promise<LedgerRecord[]> => {
    const rows = chained.map(({ row }) => row);
    const last = rows.at(-1);
    if (last === undefined) return [];
    isUnsure = true;
    await storeRows(database, rows);
    await noteHeads(rows);
    isUnsure = false;
    for (const { record } of chained) memory.remember(record);
    head = { sequence: last.sequence, hash: last.hash };
    return chained.map(({ record }) => record);
  };
  const appendNow = (changes: readonly LedgerChange[]): Promise<LedgerRecord[]> =>
    store(chainChanges(changes, head, memory.latest, now(), key));

  return {
    get,
    sequence: () => head.sequence,
    records: memory.records,
    at: memory.at,
    list: memory.current,
    history: memory.history,
    append: (changes) => inTurn(() => appendNow(changes)),
    redact: (sequence, act) =>
      inTurn(async () => {
        const { change, mark } = proposeRedaction(memory.at(sequence), {
          sequence,
          get,
          key,
          ...act,
        });
        const [written] = await appendNow([change]);
        if (!written) throw new BellwetherError('unavailable', 'the redaction was not recorded');
        // Until it is known to be done, the next act makes sure of it.
        isUnsure = true;
        await takeOut(sequence, mark);
        isUnsure = false;
        return written;
      }),
    verify: () =>
      inTurn(async () => {
        const { rows, found } = await check();
        const own = findDeparture(rows, memory.records(), 'to the running server');
        const foreign = rows.find(({ sequence }) => sequence > head.sequence);
        const inserted = foreign
          ? { sequence: foreign.sequence, problem: 'was not written by this server' }
          : null;
        lastCheck = { ...found, problem: earlier(found.problem, earlier(own, inserted)) };
        return lastCheck;
      }),
    lastCheck: () => lastCheck,
  };
}
