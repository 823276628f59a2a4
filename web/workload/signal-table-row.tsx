import { Link } from '@tanstack/react-router';
import { Explain, explained } from '../parts/explain.tsx';
import { IntervalBar } from '../parts/interval-bar.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import type { SignalRow } from './build-signal-row.ts';
import { SignalSparkline } from './signal-sparkline.tsx';
import type { SignalKey } from './signal-columns.ts';
import styles from './signal-table.module.css';

interface SignalTableRowProps {
  workload: string;
  row: SignalRow;
  shown: ReadonlySet<SignalKey>;
  isChosen: boolean;
  nowMs: number;
}

/** One signal: what it is now, how sure, against what, and where it comes from. */
export function SignalTableRow({ workload, row, shown, isChosen, nowMs }: SignalTableRowProps) {
  const isKnown = row.state === 'ok';
  return (
    <tr role="row" className={styles.row} data-chosen={isChosen}>
      <th role="rowheader" scope="row" className={styles.name}>
        {row.hasSeries ? (
          <Link
            from="/w/$id"
            to="/w/$id"
            search={(before) => ({ ...before, signal: row.id, point: undefined })}
            replace
            resetScroll={false}
            aria-current={isChosen ? 'true' : undefined}
            title="Show on the chart"
          >
            {row.title}
          </Link>
        ) : (
          row.title
        )}
        {row.role === 'advisory' && (
          <span className={styles.role} {...explained('Shown, but never decides.')}>
            advisory
          </span>
        )}
      </th>
      {shown.has('status') && (
        <td role="cell" className={styles.status}>
          <StatusMark status={row.status} state={row.state} hasLimit={row.hasLimit} />
        </td>
      )}
      <td role="cell" className={styles.value}>
        <Explain text={row.explanation}>
          <span className={styles.number}>{row.value}</span>
          {row.bounds !== '' && <span className={styles.bounds}>{row.bounds}</span>}
        </Explain>
      </td>
      {shown.has('interval') && (
        <td role="cell" className={styles.bar}>
          {isKnown ? (
            <IntervalBar reading={row.reading} tone={row.tone} />
          ) : (
            <span className={styles.reason}>{row.reason}</span>
          )}
        </td>
      )}
      {shown.has('limit') && (
        <td role="cell" className={styles.limit} data-name="Limit">
          {row.hasLimit ? row.limit : <span className={styles.quiet}>none</span>}
        </td>
      )}
      {shown.has('n') && (
        <td role="cell" className={styles.count} data-name="n">
          {row.count}
        </td>
      )}
      {shown.has('lately') && (
        <td role="cell" className={styles.sparkline}>
          {row.hasSeries && (
            <SignalSparkline
              workload={workload}
              signal={row.id}
              limit={row.limitValue}
              nowMs={nowMs}
            />
          )}
        </td>
      )}
      {shown.has('evidence') && (
        <td role="cell" className={styles.evidence}>
          {row.evidence.text}
          <span className={styles.since}>{row.evidence.since}</span>
        </td>
      )}
    </tr>
  );
}
