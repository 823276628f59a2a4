import type { KeyboardEvent, MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { HeadRow } from '../tables/head-row.tsx';
import { RowsAhead, ROWS_A_TIME } from '../tables/rows-ahead.tsx';
import { useRowsInReach } from '../tables/use-rows-in-reach.ts';
import type { Table } from '../tables/use-table.ts';
import type { PortfolioKey } from './portfolio-columns.ts';
import { isOldLine } from './build-old-lines.ts';
import { PortfolioTableRow } from './portfolio-table-row.tsx';
import { useOpenWorkload } from './use-open-workload.ts';
import styles from './portfolio-table.module.css';

interface PortfolioTableProps {
  items: readonly PortfolioItem[];
  /** When they were answered. */
  at: string;
  nowMs: number;
  table: Table<PortfolioKey>;
}

const rowsOf = (table: HTMLElement): HTMLElement[] => [
  ...table.querySelectorAll<HTMLElement>('[data-row]'),
];

/** Up and down walk from one workload to the next, and past the last that is drawn. */
function walkRows(event: KeyboardEvent<HTMLTableElement>, drawMore: () => void): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('[data-row]'))
    return;
  const at = rowsOf(event.currentTarget).indexOf(event.target) + step;
  if (rowsOf(event.currentTarget)[at] === undefined && step > 0) flushSync(drawMore);
  const next = rowsOf(event.currentTarget)[at];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function findRow(event: { target: EventTarget }): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-row]') : null;
}

/** Every workload; cards on a narrow screen. Roles are stated, for a block is no table row. */
export function PortfolioTable({ items, at, nowMs, table }: PortfolioTableProps) {
  const { open, prepare, ask } = useOpenWorkload();
  const { drawn, left, reach } = useRowsInReach(items);
  function follow(event: MouseEvent<HTMLTableElement>): void {
    const id = findRow(event)?.dataset['row'];
    if (
      id === undefined ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    open(id);
  }
  return (
    <>
      <table
        className={styles.table}
        role="table"
        aria-rowcount={items.length + 1}
        onKeyDown={(event) => walkRows(event, () => reach(ROWS_A_TIME))}
        onClick={follow}
        onPointerOver={(event) => prepare(findRow(event)?.dataset['row'])}
        onPointerDown={(event) => ask(findRow(event)?.dataset['row'])}
      >
        <caption className="hidden-visually">Workloads with verdict, value and cost</caption>
        <thead role="rowgroup">
          <HeadRow table={table} />
        </thead>
        <tbody role="rowgroup">
          {drawn.map((item) => (
            <PortfolioTableRow
              key={item.workload}
              item={item}
              isOld={isOldLine(item, at)}
              nowMs={nowMs}
              shown={table.shown}
            />
          ))}
        </tbody>
      </table>
      <RowsAhead left={left} onReach={reach} />
    </>
  );
}
