import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { explained } from '../parts/explain.tsx';
import styles from './tables.module.css';
import type { Sort, TableColumn } from './table-view.ts';
import type { Table } from './use-table.ts';

interface HeadCellProps<Key extends string> {
  column: TableColumn<Key>;
  sort: Sort<Key> | null;
  onSort: (column: TableColumn<Key>) => void;
}

/** The head of a column; the button in it orders the rows by that column. */
function HeadCell<Key extends string>({ column, sort, onSort }: HeadCellProps<Key>) {
  const { key, name, spoken, align, explanation, sorts } = column;
  const isSorted = sort?.key === key;
  const Arrow = (isSorted ? sort.isDescending : sorts === 'descending')
    ? IconArrowDown
    : IconArrowUp;
  // Roles are stated, for a table whose rows become cards is no table to a browser.
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={align}
      data-column={key}
      {...(explanation === undefined ? {} : explained(explanation))}
      aria-sort={
        sorts === undefined
          ? undefined
          : !isSorted
            ? 'none'
            : sort.isDescending
              ? 'descending'
              : 'ascending'
      }
    >
      {sorts === undefined ? (
        <span className={spoken === undefined ? undefined : styles.letters}>
          <span aria-hidden={spoken !== undefined}>{name}</span>
          {spoken !== undefined && <span className="hidden-visually">{spoken}</span>}
        </span>
      ) : (
        <button type="button" className={styles.sort} onClick={() => onSort(column)}>
          {name}
          <Arrow size={13} aria-hidden="true" className={styles.arrow} data-shown={isSorted} />
        </button>
      )}
    </th>
  );
}

/** The heads of the columns that are shown. */
export function HeadRow<Key extends string>({ table }: { table: Table<Key> }) {
  const { columns, shown, sort, onSort } = table;
  return (
    <tr role="row">
      {columns
        .filter(({ key }) => shown.has(key))
        .map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
    </tr>
  );
}
