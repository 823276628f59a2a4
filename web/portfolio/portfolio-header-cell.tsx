import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { explained } from '../parts/explain.tsx';
import styles from './portfolio-header-cell.module.css';
import type { Sort, SortKey } from './portfolio-search.ts';

/** A column of the portfolio's table. */
export interface Column {
  readonly key: SortKey | 'axes';
  readonly name: string;
  readonly align?: 'right';
  readonly explanation?: string;
}

interface PortfolioHeaderCellProps {
  column: Column;
  sort: Sort;
  onSort: (key: SortKey) => void;
}

/** The head of a column; the button in it orders the rows by that column. */
export function PortfolioHeaderCell(props: PortfolioHeaderCellProps) {
  const { column, sort, onSort } = props;
  const { key, name, align, explanation } = column;
  if (key === 'axes') {
    return (
      <th role="columnheader" scope="col">
        <abbr className={styles.axesName} {...explained(explanation ?? '')}>
          <span aria-hidden="true">{name}</span>
          <span className="hidden-visually">Axes</span>
        </abbr>
      </th>
    );
  }
  const isSorted = sort.key === key;
  const Arrow = sort.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={align}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(key)}>
        {name}
        <Arrow size={13} aria-hidden="true" className={styles.arrow} data-shown={isSorted} />
      </button>
    </th>
  );
}
