import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import type { DecisionRow } from './build-decision-row.ts';
import styles from './decisions-page.module.css';

/** Decisions, a row each. */
export function RegisterTable({ rows }: { rows: readonly DecisionRow[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Workload</th>
          <th scope="col">Decision</th>
          <th scope="col">State</th>
          <th scope="col">Signed by</th>
          <th scope="col">Proposed</th>
          <th scope="col">Review</th>
          <th scope="col">Turned out</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(function Row({ row }: { row: DecisionRow }) {
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
      <td data-name="Decision">
        <DecisionVerdict row={row} />
      </td>
      <td data-name="State">
        <DecisionStateMark row={row} />
      </td>
      <td data-name="Signed by">
        {row.signers.length === 0 && <span className={styles.quiet}>nobody yet</span>}
        {row.signers.map(({ words, explanation }) => (
          <p key={words} {...explained(explanation)}>
            {words}
          </p>
        ))}
      </td>
      <td data-name="Proposed" {...explained(row.whenExplanation)}>
        {row.when}
      </td>
      <td data-name="Review" data-bad={row.state.tone === 'bad'}>
        {row.review}
      </td>
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
