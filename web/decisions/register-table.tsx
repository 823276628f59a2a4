import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import { HeadRow } from '../tables/head-row.tsx';
import type { Table } from '../tables/use-table.ts';
import type { DecisionRow } from './build-decision-row.ts';
import styles from './decisions-page.module.css';
import type { RegisterKey } from './register-columns.ts';

interface RegisterTableProps {
  rows: readonly DecisionRow[];
  table: Table<RegisterKey>;
}

/** Decisions, a row each. */
export function RegisterTable({ rows, table }: RegisterTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <HeadRow table={table} />
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} shown={table.shown} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: DecisionRow;
  shown: ReadonlySet<RegisterKey>;
}

const Row = memo(function Row({ row, shown }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <Link to="/w/$id" params={{ id: row.workload }} search={{ tab: 'decisions' }}>
          {row.title}
        </Link>
        <Link to="/decisions/$id" params={{ id: row.id }} className={styles.memo}>
          Memo <span className="hidden-visually">of {row.id}</span>
        </Link>
        {row.reason !== '' && <p className={styles.reason}>{row.reason}</p>}
      </th>
      {shown.has('decision') && (
        <td data-name="Decision">
          <DecisionVerdict row={row} />
        </td>
      )}
      {shown.has('state') && (
        <td data-name="State">
          <DecisionStateMark row={row} />
        </td>
      )}
      {shown.has('signed') && (
        <td data-name="Signed by">
          {row.signers.length === 0 && <span className={styles.quiet}>nobody yet</span>}
          {row.signers.map(({ words, explanation }) => (
            <p key={words} {...explained(explanation)}>
              {words}
            </p>
          ))}
        </td>
      )}
      {shown.has('proposed') && (
        <td data-name="Proposed" {...explained(row.whenExplanation)}>
          {row.when}
        </td>
      )}
      {shown.has('review') && (
        <td data-name="Review" data-bad={row.state.tone === 'bad'}>
          {row.review}
        </td>
      )}
      {shown.has('score') && (
        <td data-name="Turned out">
          {row.score === null ? (
            <span className={styles.quiet}>not in force</span>
          ) : (
            <Explain text={row.score.words}>
              <span className={styles.tone} data-tone={row.score.tone}>
                {row.score.word}
              </span>
            </Explain>
          )}
        </td>
      )}
    </tr>
  );
});

/** The verdict signed for, and what it overrules. */
export function DecisionVerdict({ row }: { row: DecisionRow }) {
  return (
    <>
      <VerdictBadge verdict={row.verdict} />
      <p className={styles.aside}>
        {row.against === null ? (
          'accepted'
        ) : (
          <>
            overrules <VerdictWord verdict={row.against} />
          </>
        )}
      </p>
    </>
  );
}

/** Where a decision stands, and whose signature is missing. */
export function DecisionStateMark({ row }: { row: DecisionRow }) {
  return (
    <>
      <span
        className={styles.tone}
        data-tone={row.state.tone}
        {...explained(row.state.explanation)}
      >
        {row.state.word}
      </span>
      {row.missing.map((words) => (
        <p key={words} className={styles.aside}>
          {words}
        </p>
      ))}
    </>
  );
}
