import type { KeyboardEvent, MouseEvent } from 'react';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { AXIS_WORDS } from '../theme/verdict-look.ts';
import type { Sort, SortKey } from './portfolio-search.ts';
import { PortfolioHeaderCell, type Column } from './portfolio-header-cell.tsx';
import { PortfolioTableRow } from './portfolio-table-row.tsx';
import { useOpenWorkload } from './use-open-workload.ts';
import styles from './portfolio-table.module.css';

const COLUMNS: readonly Column[] = [
  { key: 'title', name: 'Workload' },
  { key: 'verdict', name: 'Verdict' },
  {
    key: 'axes',
    name: 'V O E',
    explanation: `The three axes, in this order: ${Object.values(AXIS_WORDS).join(', ').toLowerCase()}.`,
  },
  { key: 'value', name: 'Value / mo', align: 'right' },
  { key: 'cost', name: 'Cost / mo', align: 'right' },
  { key: 'roi', name: 'ROI', align: 'right' },
  { key: 'exposure', name: 'Exposure', align: 'right' },
  { key: 'due', name: 'Decision due', align: 'right' },
  { key: 'alerts', name: 'Alerts', align: 'right' },
];

interface PortfolioTableProps {
  items: readonly PortfolioItem[];
  nowMs: number;
  sort: Sort;
  onSort: (key: SortKey) => void;
  /** Whether alert rules are evaluated at all; a column of dashes says nothing. */
  hasAlerts: boolean;
}

/** Up and down walk from one workload to the next. */
function walkRows(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('[data-row]'))
    return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const next = links[links.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function findRow(event: { target: EventTarget }): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-row]') : null;
}

/** Every workload; cards on a narrow screen. Roles are stated, for a block is no table row. */
export function PortfolioTable({ items, nowMs, sort, onSort, hasAlerts }: PortfolioTableProps) {
  const { open, prepare } = useOpenWorkload();
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
    <table
      className={styles.table}
      role="table"
      onKeyDown={walkRows}
      onClick={follow}
      onPointerOver={(event) => prepare(findRow(event)?.dataset['row'])}
    >
      <caption className="hidden-visually">Workloads with verdict, value and cost</caption>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.filter(({ key }) => hasAlerts || key !== 'alerts').map((column) => (
            <PortfolioHeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <PortfolioTableRow key={item.workload} item={item} nowMs={nowMs} hasAlerts={hasAlerts} />
        ))}
      </tbody>
    </table>
  );
}
