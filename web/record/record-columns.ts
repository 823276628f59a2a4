import type { TableColumn } from '../tables/table-view.ts';

/** A column of the record. */
export type RecordKey = 'when' | 'what' | 'who' | 'why';

/** A record that is read page by page has one order: the newest first. */
export const RECORD_COLUMNS: readonly TableColumn<RecordKey>[] = [
  { key: 'when', name: 'When' },
  { key: 'what', name: 'What', isFixed: true },
  { key: 'who', name: 'Who' },
  { key: 'why', name: 'Why' },
];
