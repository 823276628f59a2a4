import type { TableColumn } from '../tables/table-view.ts';

/** A column of the signals. */
export type SignalKey =
  | 'signal'
  | 'status'
  | 'value'
  | 'interval'
  | 'limit'
  | 'n'
  | 'lately'
  | 'evidence';

/** Values of different units have no order, so only what is alike for all signals sorts. */
export const SIGNAL_COLUMNS: readonly TableColumn<SignalKey>[] = [
  { key: 'signal', name: 'Signal', sorts: 'ascending', isFixed: true },
  { key: 'status', name: 'Status', sorts: 'ascending' },
  { key: 'value', name: 'Value', isFixed: true },
  { key: 'interval', name: 'Interval against limit' },
  { key: 'limit', name: 'Limit' },
  { key: 'n', name: 'n', spoken: 'Samples', align: 'right', sorts: 'descending' },
  { key: 'lately', name: 'Last 28 days' },
  { key: 'evidence', name: 'Evidence' },
];
