import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import { writeCsv, type CsvColumn } from '../format/write-csv.ts';
import { sortRows, type SortValue } from '../tables/sort-rows.ts';
import type { Sort } from '../tables/table-view.ts';
import type { SignalGroup } from './build-signal-groups.ts';
import type { SignalRow } from './build-signal-row.ts';
import type { SignalKey } from './signal-columns.ts';

const STATUS_ORDER = { fail: 0, uncertain: 1, pass: 2 } as const;

const ORDER_BY: Partial<Record<SignalKey, (row: SignalRow) => SortValue>> = {
  signal: ({ title }) => title,
  // What is missing or has no limit says least.
  status: ({ status, state, hasLimit }) =>
    state !== 'ok' ? 3 : hasLimit ? STATUS_ORDER[status] : 4,
  n: ({ reading, samples }) => (reading.value === null ? null : samples),
};

/**
 * The signals of each axis that hold every word of a text, in the order of a column. Whoever looks for
 * a signal finds it though it is folded away otherwise.
 */
export function orderSignals(
  groups: readonly SignalGroup[],
  text: string,
  sort: Sort<SignalKey> | null,
): readonly SignalGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const read = sort === null ? undefined : ORDER_BY[sort.key];
  const order = (rows: readonly SignalRow[]): readonly SignalRow[] =>
    sort === null || read === undefined ? rows : sortRows(rows, read, sort.isDescending);
  if (words.length === 0) {
    return groups.map((group) => ({
      ...group,
      rows: order(group.rows),
      folded: order(group.folded),
    }));
  }
  const fits = ({ id, title, tone }: SignalRow): boolean => {
    const all = `${id} ${title} ${tone}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return groups
    .map((group) => ({
      ...group,
      rows: order([...group.rows, ...group.folded].filter(fits)),
      folded: [],
    }))
    .filter(({ rows }) => rows.length > 0);
}

const CSV: readonly CsvColumn<AssessedSignal>[] = [
  ['signal', (signal) => signal.signal],
  ['title', (signal) => signal.title],
  ['axis', (signal) => signal.axis],
  ['role', (signal) => signal.role],
  ['status', (signal) => signal.status],
  ['state', (signal) => signal.state],
  ['value', (signal) => signal.value],
  ['low', (signal) => signal.low],
  ['high', (signal) => signal.high],
  ['unit', (signal) => signal.unit],
  ['better', (signal) => signal.better],
  ['limit', (signal) => signal.limit],
  ['window', (signal) => signal.window],
  ['n', (signal) => signal.n],
  ['n_effective', (signal) => signal.n_effective],
  ['method', (signal) => signal.method],
  ['evidence_value', (signal) => signal.evidence.value],
  ['evidence_low', (signal) => signal.evidence.low],
  ['evidence_high', (signal) => signal.evidence.high],
  ['evidence_since', (signal) => signal.evidence.since],
  ['evidence_n', (signal) => signal.evidence.n],
  ['reason', (signal) => signal.reason],
];

/** The signals that are shown, folded ones too, as CSV in their order; unknown cells empty. */
export function buildSignalsCsv(
  groups: readonly SignalGroup[],
  signals: readonly AssessedSignal[],
): string {
  const byId = new Map(signals.map((signal) => [signal.signal, signal]));
  const shown = groups.flatMap(({ rows, folded }) => [...rows, ...folded]);
  return writeCsv(
    CSV,
    shown.flatMap(({ id }) => byId.get(id) ?? []),
  );
}
