import { BellwetherError } from '../../core/errors.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { LedgerRecord } from '../../store/ledger/record.ts';
import {
  backwards,
  fitsFilter,
  isOfWorkloads,
  walkRecords,
  type RecordFilter,
} from './choose-records.ts';
import { tellCheck, type RecordCheckAnswer } from './record-check.ts';
import {
  buildRecordDetail,
  buildRecordItem,
  type RecordDetail,
  type RecordItem,
} from './record-item.ts';

/** Who reads: workloads they are bound to; null for all. */
export type Reach = ReadonlySet<string> | null;

/** What people ask of the record. */
export interface RecordDesk {
  /**
   * A page of records, the newest first.
   * @param before only those before this sequence; null: from the last on
   * @returns whether there are more that fit
   */
  page(
    filter: RecordFilter,
    reach: Reach,
    at: { limit: number; before: number | null },
  ): Promise<{ items: RecordItem[]; isMore: boolean }>;
  /** One record; null where there is none, or it is out of reach. */
  find(sequence: number, reach: Reach): RecordDetail | null;
  /** Every record there is now and that fits, the oldest first, as it is asked for. */
  all(filter: RecordFilter, reach: Reach): AsyncGenerator<RecordItem>;
  /** Checks the whole record; of several who ask at once, one check answers all. */
  check(): Promise<RecordCheckAnswer>;
  /** What the last check found, of which there is one at every start. */
  lastCheck(): RecordCheckAnswer;
  /** @throws BellwetherError as `Ledger.redact` does */
  redact(sequence: number, act: { actor: string; reason: string }): Promise<RecordItem>;
}

/** @param ledger opened, and so checked, just now */
export function createRecordDesk(ledger: Ledger, now: () => number): RecordDesk {
  let lastCheck = tellCheck(ledger.lastCheck(), now());
  let checking: Promise<RecordCheckAnswer> | null = null;
  const previousOf = ({ kind, id, sequence }: LedgerRecord): LedgerRecord | undefined =>
    ledger.history(kind, id).findLast((one) => one.sequence < sequence);
  const fits = (filter: RecordFilter, reach: Reach) => (record: LedgerRecord) =>
    fitsFilter(record, filter) &&
    (reach === null || isOfWorkloads(reach, record, previousOf(record)));
  const itemOf = (record: LedgerRecord) => buildRecordItem(record, previousOf(record));

  return {
    async page(filter, reach, { limit, before }) {
      const records = ledger.records();
      const found: LedgerRecord[] = [];
      for await (const record of walkRecords(
        records,
        backwards(records, before),
        fits(filter, reach),
      )) {
        found.push(record);
        if (found.length > limit) break;
      }
      return { items: found.slice(0, limit).map(itemOf), isMore: found.length > limit };
    },
    find(sequence, reach) {
      const record = ledger.at(sequence);
      if (!record || !fits({}, reach)(record)) return null;
      return buildRecordDetail(record, previousOf(record));
    },
    async *all(filter, reach) {
      const records = ledger.records();
      const { length } = records;
      for await (const record of walkRecords(records, Array(length).keys(), fits(filter, reach))) {
        yield itemOf(record);
      }
      if (records.length < length) {
        throw new BellwetherError('unavailable', 'the record was read anew meanwhile: ask again');
      }
    },
    check() {
      checking ??= ledger
        .verify()
        .then((found) => (lastCheck = tellCheck(found, now())))
        .finally(() => (checking = null));
      return checking;
    },
    lastCheck: () => lastCheck,
    async redact(sequence, act) {
      return itemOf(await ledger.redact(sequence, act));
    },
  };
}
