import { Link } from '@tanstack/react-router';
import type { DecisionItem } from '../../decisions/signing/decision.ts';
import { explained } from '../parts/explain.tsx';
import { VerdictBadge, VerdictWord } from '../parts/verdict-mark.tsx';
import { buildDecisionRow, type DecisionRow } from './build-decision-row.ts';
import styles from './decisions-tab.module.css';

interface DecisionHistoryProps {
  items: readonly DecisionItem[];
  nowMs: number;
}

/** What was decided about a workload, and how it turned out. */
export function DecisionHistory({ items, nowMs }: DecisionHistoryProps) {
  return (
    <section className={styles.panel} aria-labelledby="history-title">
      <h2 id="history-title">Decided so far</h2>
      {items.length === 0 ? (
        <p className={styles.quiet}>
          Nobody has accepted or overruled a verdict of this workload yet.
        </p>
      ) : (
        <ol className={styles.history}>
          {items.map((item) => (
            <Decision key={item.id} row={buildDecisionRow(item, nowMs)} item={item} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Decision({ row, item }: { row: DecisionRow; item: DecisionItem }) {
  return (
    <li className={styles.decision}>
      <div className={styles.line}>
        <VerdictBadge verdict={row.verdict} />
        <span>
          {row.against === null ? (
            'accepted'
          ) : (
            <>
              overrules <VerdictWord verdict={row.against} />
            </>
          )}
        </span>
        <span
          className={styles.tone}
          data-tone={row.state.tone}
          {...explained(row.state.explanation)}
        >
          {row.state.word}
        </span>
        <span className={styles.when} {...explained(row.whenExplanation)}>
          {row.when}
        </span>
      </div>
      {row.reason !== '' && <p className={styles.reason}>{row.reason}</p>}
      {row.conditions.length > 0 && (
        <ul className={styles.conditions} aria-label="Conditions">
          {row.conditions.map((condition, index) => (
            <li key={index}>{condition}</li>
          ))}
        </ul>
      )}
      <p className={styles.quiet}>
        {row.signers.length === 0
          ? `Proposed by ${item.proposed_by.name}, signed by nobody yet`
          : `Signed by ${row.signers.map(({ words }) => words).join('; ')}`}
        . Review on {row.review}.{' '}
        <Link to="/decisions/$id" params={{ id: row.id }}>
          Memo <span className="hidden-visually">of {row.id}</span>
        </Link>
      </p>
      {row.score !== null && (
        <p>
          <span className={styles.tone} data-tone={row.score.tone}>
            {row.score.word}.
          </span>{' '}
          <span className={styles.quiet}>{row.score.words}</span>
        </p>
      )}
      {(item.score?.details.length ?? 0) > 0 && (
        <details className={styles.details}>
          <summary>What the signals did</summary>
          <ul>
            {item.score?.details.map(({ signal, words }) => (
              <li key={signal}>{words}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
