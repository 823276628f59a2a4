import { memo, useState } from 'react';
import type { AlertItem } from '../api/alert-queries.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import type { AlertRow } from './build-alert-row.ts';
import { tellSeconds } from './build-alert-report.ts';
import { tellEnd } from './build-alert-story.ts';
import styles from './ended.module.css';
import { SeverityMark } from './severity-mark.tsx';
import { endedId } from './use-focus-after-close.ts';

/** One ended alert. */
export interface EndedRow {
  readonly row: AlertRow;
  readonly item: AlertItem;
}

interface EndedTableProps {
  rows: readonly EndedRow[];
  opened: string | undefined;
  nowMs: number;
  onOpen: (id: string) => void;
}

/** Rows before the rest is asked for. */
const SHOWN = 100;

/** Alerts that ended, the latest first. */
export function EndedTable({ rows, opened, nowMs, onOpen }: EndedTableProps) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, SHOWN);
  return (
    <section className={styles.panel} aria-labelledby="ended-title">
      <h2 id="ended-title">Ended alerts</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Alert</th>
            <th scope="col">Fired</th>
            <th scope="col">Lasted</th>
            <th scope="col">Acknowledged</th>
            <th scope="col">Why it ended</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Row
              key={one.row.id}
              one={one}
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
  isOpen: boolean;
  nowMs: number;
  onOpen: (id: string) => void;
}

const Row = memo(function Row({ one: { row, item }, isOpen, nowMs, onOpen }: RowProps) {
  const taken = item.seconds_to_acknowledge;
  return (
    <tr data-open={isOpen}>
      <td>
        <SeverityMark severity={row.severity} />
      </td>
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
      <td data-name="Fired" {...explained(row.ageExplanation)}>
        {formatMoment(instantMs(item.fired_at), nowMs)}
      </td>
      <td data-name="Lasted" {...explained(row.ageExplanation)}>
        {row.age}
      </td>
      <td data-name="Acknowledged">{taken === null ? 'never' : `after ${tellSeconds(taken)}`}</td>
      <td data-name="Why">{tellEnd(item.reason).replace('Ended: ', '')}</td>
    </tr>
  );
});
