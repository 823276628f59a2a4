import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import { explained } from '../../parts/explain.tsx';
import type { TailRow } from './build-tail-rows.ts';
import styles from './tail-table.module.css';

interface TailTableProps {
  rows: readonly TailRow[];
  /** Rows from this number on came in while the page was open. */
  freshFrom: number;
}

/** Events, newest first. */
export function TailTable({ rows, freshFrom }: TailTableProps) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Events, scrollable">
      <table className={styles.table} role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Received
            </th>
            <th role="columnheader" scope="col">
              Workload
            </th>
            <th role="columnheader" scope="col">
              Kind
            </th>
            <th role="columnheader" scope="col">
              Event
            </th>
            <th role="columnheader" scope="col">
              Id
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.seq} row={row} isFresh={row.seq >= freshFrom} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const LONGEST_ID = 18;

/** Ids often begin alike, so the end stays; the whole one is in the explanation. */
function shortId(id: string): string {
  return id.length > LONGEST_ID ? `${id.slice(0, 7)}…${id.slice(-10)}` : id;
}

const Row = memo(
  function Row({ row, isFresh }: { row: TailRow; isFresh: boolean }) {
    return (
      <tr role="row" className={styles.row} data-fresh={isFresh} data-rejected={row.isRejected}>
        <td role="cell" className={styles.time} {...explained(row.explanation)}>
          {row.time}
        </td>
        <td role="cell" className={styles.workload}>
          <Workload row={row} />
        </td>
        <td role="cell" className={styles.kind}>
          {row.kind === '' ? <span className={styles.quiet}>none named</span> : row.kind}
        </td>
        <td role="cell" className={styles.text}>
          {row.isRejected && (
            <span className={styles.rejected}>
              <IconAlertTriangle size={14} aria-hidden="true" />
              Rejected
            </span>
          )}
          {row.text}
        </td>
        <td role="cell" className={styles.id} {...explained(row.explanation)}>
          {row.isRejected ? (
            <Link to="/ingest" search={{ tab: 'quarantine' }}>
              quarantine
            </Link>
          ) : (
            <>
              <code>{shortId(row.id)}</code>
              <CopyButton text={row.id} name="event id" />
            </>
          )}
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.row.seq === after.row.seq && before.row.explanation === after.row.explanation,
);

function Workload({ row: { workload, isRejected } }: { row: TailRow }) {
  if (workload === '') return <span className={styles.quiet}>none named</span>;
  if (isRejected) return workload;
  return (
    <Link to="/w/$id" params={{ id: workload }}>
      {workload}
    </Link>
  );
}
