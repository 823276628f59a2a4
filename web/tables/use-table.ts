import { useMemo } from 'react';
import {
  nextSort,
  readTableView,
  toggleColumn,
  type Sort,
  type TableColumn,
  type TableSearch,
  type TableView,
} from './table-view.ts';

/** How a table is read, and the ways to read it otherwise. */
export interface Table<Key extends string> extends TableView<Key> {
  readonly columns: readonly TableColumn<Key>[];
  readonly onSort: (column: TableColumn<Key>) => void;
  readonly onToggle: (key: Key) => void;
}

/**
 * A table whose order and columns are kept in the address.
 * @param usual the order where the address names none; null: the rows' own
 */
export function useTable<Key extends string>(
  columns: readonly TableColumn<Key>[],
  { sort, hide }: TableSearch,
  onSearch: (change: TableSearch) => void,
  usual: Sort<Key> | null = null,
): Table<Key> {
  const view = useMemo(() => readTableView({ sort, hide }, columns), [sort, hide, columns]);
  const order = view.sort ?? usual;
  return {
    ...view,
    sort: order,
    columns,
    onSort: (column) => onSearch({ sort: nextSort(order, column) }),
    onToggle: (key) => onSearch({ hide: toggleColumn(view.hidden, key) }),
  };
}
