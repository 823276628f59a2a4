import { IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { explained } from '../parts/explain.tsx';
import { HeadRow } from '../tables/head-row.tsx';
import type { Table } from '../tables/use-table.ts';
import type { RecordRow } from './build-record-row.ts';
import { RecordChange } from './record-change.tsx';
import type { RecordKey } from './record-columns.ts';
import styles from './record-table.module.css';

interface RecordTableProps {
  rows: readonly RecordRow[];
  table: Table<RecordKey>;
  /** Sequence of the one that is open. */
  opened: string | undefined;
  onOpen: (sequence: string | undefined) => void;
}

/** Records, the newest first; one of them open beneath its row. */
export function RecordTable({ rows, table, opened, onOpen }: RecordTableProps) {
  return (
    <table className={styles.table} aria-label="Records, the newest first">
      <thead>
        <HeadRow table={table} />
      </thead>
      <tbody>
        {rows.map((row) => {
          const isOpen = row.sequence === opened;
          return (
            <Fragment key={row.sequence}>
              <Row row={row} shown={table.shown} isOpen={isOpen} onOpen={onOpen} />
              {isOpen && (
                <tr className={styles.detail} id={`record-${row.sequence}`}>
                  <td colSpan={table.shown.size}>
                    <RecordChange row={row} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

interface RowProps extends Pick<RecordTableProps, 'onOpen'> {
  row: RecordRow;
  shown: ReadonlySet<RecordKey>;
  isOpen: boolean;
}

function Row({ row, shown, isOpen, onOpen }: RowProps) {
  return (
    <tr data-open={isOpen}>
      {shown.has('when') && (
        <td className={styles.when} {...explained(row.instant)}>
          {row.ago}
          <span className={styles.quiet}>{row.moment}</span>
        </td>
      )}
      <th scope="row">
        <button
          type="button"
          className={styles.open}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `record-${row.sequence}` : undefined}
          onClick={() => onOpen(isOpen ? undefined : row.sequence)}
        >
          <IconChevronRight size={15} aria-hidden="true" />
          <span>
            {row.kind} <strong>{row.id}</strong> {row.act}
          </span>
        </button>
        {row.summary !== '' && <span className={styles.summary}>{row.summary}</span>}
      </th>
      {shown.has('who') && (
        <td className={styles.who} data-name="Who">
          {row.who}
        </td>
      )}
      {shown.has('why') && (
        <td className={styles.why} data-name="Why">
          {row.reason === '' ? <span className={styles.none}>no reason given</span> : row.reason}
        </td>
      )}
    </tr>
  );
}
