import type { AlertItem } from '../api/alert-queries.ts';
import { writeCsv, type CsvColumn } from '../format/write-csv.ts';
import { sortRows, type SortValue } from '../tables/sort-rows.ts';
import type { Sort, TableColumn } from '../tables/table-view.ts';
import { SEVERITIES } from './severities.ts';
import type { AlertRow } from './build-alert-row.ts';

/** One ended alert. */
export interface EndedRow {
  readonly row: AlertRow;
  readonly item: AlertItem;
}

/** A column of the ended alerts. */
export type EndedKey = 'severity' | 'alert' | 'fired' | 'lasted' | 'acknowledged' | 'why';

export const ENDED_COLUMNS: readonly TableColumn<EndedKey>[] = [
  { key: 'severity', name: 'Severity', sorts: 'ascending' },
  { key: 'alert', name: 'Alert', sorts: 'ascending', isFixed: true },
  { key: 'fired', name: 'Fired', sorts: 'descending' },
  { key: 'lasted', name: 'Lasted', sorts: 'descending' },
  { key: 'acknowledged', name: 'Acknowledged', sorts: 'ascending' },
  { key: 'why', name: 'Why it ended', sorts: 'ascending' },
];

const secondsOpen = ({ fired_at: from, resolved_at: to }: AlertItem): number | null =>
  to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;

const ORDER_BY: Readonly<Record<EndedKey, (row: EndedRow) => SortValue>> = {
  severity: ({ row }) => SEVERITIES.indexOf(row.severity),
  alert: ({ row }) => `${row.title} ${row.workload}`,
  fired: ({ item }) => item.fired_at,
  lasted: ({ item }) => secondsOpen(item),
  acknowledged: ({ item }) => item.seconds_to_acknowledge,
  why: ({ item }) => item.reason,
};

/** Ended alerts in the order of a column; as they were where none is chosen. */
export const orderEnded = (
  rows: readonly EndedRow[],
  sort: Sort<EndedKey> | null,
): readonly EndedRow[] =>
  sort === null ? rows : sortRows(rows, ORDER_BY[sort.key], sort.isDescending);

const CSV: readonly CsvColumn<EndedRow>[] = [
  ['id', ({ item }) => item.id],
  ['severity', ({ row }) => row.severity],
  ['rule', ({ item }) => item.rule],
  ['title', ({ row }) => row.title],
  ['workload', ({ row }) => row.workload],
  ['part', ({ row }) => row.part],
  ['fired_at', ({ item }) => item.fired_at],
  ['resolved_at', ({ item }) => item.resolved_at],
  ['seconds_open', ({ item }) => secondsOpen(item)],
  ['seconds_to_acknowledge', ({ item }) => item.seconds_to_acknowledge],
  ['value', ({ item }) => item.value],
  ['threshold', ({ item }) => item.threshold],
  ['reason', ({ item }) => item.reason],
];

/** Ended alerts as CSV: one line an alert, unknown cells empty. */
export const buildEndedCsv = (rows: readonly EndedRow[]): string => writeCsv(CSV, rows);
