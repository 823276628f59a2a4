import type { LedgerKind, LedgerRecord } from './record.ts';

/** All records in memory, in the order they were written and by document. */
export interface LedgerMemory {
  readonly clear: () => void;
  readonly remember: (record: LedgerRecord) => void;
  /** Puts a record in the place of the one with its sequence. */
  readonly replace: (record: LedgerRecord) => void;
  /** The last record of a document, deletions included. */
  readonly latest: (kind: LedgerKind, id: string) => LedgerRecord | undefined;
  /** Records of one document, oldest first. */
  readonly history: (kind: LedgerKind, id: string) => LedgerRecord[];
  /** The last record of every document of a kind that was not deleted, by id. */
  readonly current: (kind: LedgerKind) => LedgerRecord[];
  /** Every record, oldest first: the list itself, to be read only. */
  readonly records: () => readonly LedgerRecord[];
  /** The record of a sequence; undefined where there is none. */
  readonly at: (sequence: number) => LedgerRecord | undefined;
}

const keyOf = (kind: LedgerKind, id: string): string => `${kind}\n${id}`;

/** An empty memory. */
export function createLedgerMemory(): LedgerMemory {
  const histories = new Map<string, LedgerRecord[]>();
  const ordered: LedgerRecord[] = [];
  const historyOf = ({ kind, id }: LedgerRecord): LedgerRecord[] => {
    const place = keyOf(kind, id);
    const history = histories.get(place) ?? [];
    histories.set(place, history);
    return history;
  };
  /** Where a sequence stands, or would. Ascending even in a table that lacks records. */
  const indexOf = (sequence: number): number => {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ordered[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const at = (sequence: number): LedgerRecord | undefined => {
    const found = ordered[indexOf(sequence)];
    return found?.sequence === sequence ? found : undefined;
  };
  return {
    clear() {
      histories.clear();
      ordered.length = 0;
    },
    remember(record) {
      historyOf(record).push(record);
      ordered.push(record);
    },
    replace(record) {
      const history = historyOf(record);
      const place = history.findIndex(({ sequence }) => sequence === record.sequence);
      if (place === -1) throw new RangeError(`there is no record ${record.sequence}`);
      history[place] = record;
      ordered[indexOf(record.sequence)] = record;
    },
    latest: (kind, id) => histories.get(keyOf(kind, id))?.at(-1),
    history: (kind, id) => histories.get(keyOf(kind, id)) ?? [],
    current: (kind) =>
      [...histories.values()]
        .flatMap((history) => history.at(-1) ?? [])
        .filter((record) => record.kind === kind && record.action !== 'delete')
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    records: () => ordered,
    at,
  };
}
