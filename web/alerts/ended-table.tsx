import { memo, useState } from 'react';
import { formatCount } from '../format/number.ts';
import { formatMoment, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import { CsvButton } from '../tables/csv-button.tsx';
import { HeadRow } from '../tables/head-row.tsx';
import type { Table } from '../tables/use-table.ts';
import { tellSeconds } from './build-alert-report.ts';
import { tellEnd } from './build-alert-story.ts';
import { buildEndedCsv, type EndedKey, type EndedRow } from './ended-columns.ts';
import styles from './ended.module.css';
import { SeverityMark } from './severity-mark.tsx';
import { endedId } from './use-focus-after-close.ts';

interface EndedTableProps {
  rows: readonly EndedRow[];
  table: Table<EndedKey>;
  opened: string | undefined;
  nowMs: number;
  onOpen: (id: string) => void;
}

/** Rows before the rest is asked for. */
const SHOWN = 100;

/** Alerts that ended. */
export function EndedTable({ rows, table, opened, nowMs, onOpen }: EndedTableProps) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, SHOWN);
  return (
    <section className={styles.panel} aria-labelledby="ended-title">
      <header className={styles.head}>
        <h2 id="ended-title">Ended alerts</h2>
        <ColumnsMenu table={table} />
        <CsvButton name="ended-alerts" nowMs={nowMs} write={() => buildEndedCsv(rows)} />
      </header>
      <table className={styles.table}>
        <thead>
          <HeadRow table={table} />
        </thead>
        <tbody>
          {shown.map((one) => (
            <Row
              key={one.row.id}
              one={one}
              columns={table.shown}
              isOpen={one.row.id === opened}
              nowMs={nowMs}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" className={styles.all} onClick={() => setIsAll(true)}>
          Show all {formatCount(rows.length)}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  one: EndedRow;
  columns: ReadonlySet<EndedKey>;
  isOpen: boolean;
  nowMs: number;
  onOpen: (id: string) => void;
}

const Row = memo(function Row(props: RowProps) {
  const {
    one: { row, item },
    columns,
    isOpen,
    nowMs,
    onOpen,
  } = props;
  const taken = item.seconds_to_acknowledge;
  return (
    <tr data-open={isOpen}>
      {columns.has('severity') && (
        <td>
          <SeverityMark severity={row.severity} />
        </td>
      )}
      <th scope="row">
        <button
          type="button"
          id={endedId(row.id)}
          className={styles.open}
          aria-current={isOpen ? 'true' : undefined}
          onClick={() => onOpen(row.id)}
        >
          {row.title}
        </button>
        <span className={styles.where}>
          {row.workload}
          {row.part !== null && `, ${row.part}`}
        </span>
      </th>
      {columns.has('fired') && (
        <td data-name="Fired" {...explained(row.ageExplanation)}>
          {formatMoment(instantMs(item.fired_at), nowMs)}
        </td>
      )}
      {columns.has('lasted') && (
        <td data-name="Lasted" {...explained(row.ageExplanation)}>
          {row.age}
        </td>
      )}
      {columns.has('acknowledged') && (
        <td data-name="Acknowledged">{taken === null ? 'never' : `after ${tellSeconds(taken)}`}</td>
      )}
      {columns.has('why') && <td data-name="Why">{tellEnd(item.reason).replace('Ended: ', '')}</td>}
    </tr>
  );
});
