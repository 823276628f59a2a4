import { explained } from '../parts/explain.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import type { RunRow } from './build-run-row.ts';
import styles from './raw-runs.module.css';

/** Runs as their senders told them, newest first. */
export function RawRunsTable({ rows }: { rows: readonly RunRow[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Raw runs, scrollable">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Result</th>
            <th scope="col">Judged</th>
            <th scope="col" data-align="right">
              Latency
            </th>
            <th scope="col" data-align="right">
              Tokens in / out
            </th>
            <th scope="col" data-align="right">
              Cost
            </th>
            <th scope="col" data-align="right">
              Tool calls
            </th>
            <th scope="col">Release</th>
            <th scope="col">Model</th>
            <th scope="col">Segment</th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td {...explained(`${row.instant}\nRun\t${row.id}`)}>{row.time}</td>
              <td>
                <span data-bad={row.isOk === false}>{row.result}</span>
                {row.error !== null && <span className={styles.error}>{row.error}</span>}
              </td>
              <td data-bad={row.judged === 'hallucinated'}>{row.judged}</td>
              <td data-align="right">{row.latency}</td>
              <td data-align="right">{row.tokens}</td>
              <td data-align="right">{row.cost}</td>
              <td data-align="right">{row.tools}</td>
              <td>{row.release}</td>
              <td>{row.model}</td>
              <td>{row.segment}</td>
              <td>
                {row.traceId === null ? (
                  <span className={styles.quiet}>no trace</span>
                ) : (
                  <span className={styles.trace} {...explained(`Trace\t${row.traceId}`)}>
                    <code>
                      {row.traceId.length > 12 ? `${row.traceId.slice(0, 11)}…` : row.traceId}
                    </code>
                    <CopyButton text={row.traceId} name="trace id" />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
