import { useDebouncedValue } from '@mantine/hooks';
import { IconFlask, IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Backtest, BacktestRequest } from '../../decisions/backtest/backtest.ts';
import { backtestQuery } from '../api/policy-queries.ts';
import { explained } from '../parts/explain.tsx';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildBacktestView, type BacktestRow } from './build-backtest-view.ts';
import styles from './trial-panel.module.css';
import { VerdictTrack } from './verdict-track.tsx';

/** Typing a number takes several keys; only what it ends at is asked about. */
const SETTLE_MS = 350;

interface TrialPanelProps {
  id: string;
  /** What is tried; null: nothing. */
  trial: Pick<BacktestRequest, 'document' | 'version'> | null;
  onReset: () => void;
}

/** What a change would have meant for every workload, before it is saved. */
export function TrialPanel({ id, trial, onReset }: TrialPanelProps) {
  return (
    <section className={styles.panel} aria-labelledby="trial-title">
      <header className={styles.header}>
        <h3 id="trial-title">What it would have meant</h3>
        {trial && (
          <>
            <p className={styles.tag} {...explained(EXPLANATION)}>
              <IconFlask size={14} aria-hidden="true" /> Trial, nothing is saved
            </p>
            <button type="button" className={styles.reset} onClick={onReset}>
              <IconRestore size={15} aria-hidden="true" /> Reset
            </button>
          </>
        )}
      </header>
      {trial ? (
        <Trial id={id} trial={trial} />
      ) : (
        <p className={styles.quiet}>
          Change a limit, or compare an earlier version: the verdicts of the last 90 days are worked
          out anew, and shown beside those that were published.
        </p>
      )}
    </section>
  );
}

const EXPLANATION =
  'Both policies are taken as having been in force from the first event on. In live operation a changed limit makes the evidence of its signal begin anew, so a verdict may take longer to come.';

function Trial({ id, trial }: Pick<TrialPanelProps, 'id'> & { trial: object }) {
  const [settled] = useDebouncedValue(trial, SETTLE_MS);
  const answer = useQuery(backtestQuery(id, settled));
  const isOld = settled !== trial || answer.isPlaceholderData || answer.isFetching;
  return (
    <Part name="The trial" query={answer} skeleton={<Skeleton height="8rem" />}>
      {(known) => (
        <div aria-busy={isOld} data-old={isOld} className={styles.answer}>
          <Outcome answer={known} />
        </div>
      )}
    </Part>
  );
}

function Outcome({ answer }: { answer: Backtest }) {
  const { headline, details, rows, same } = buildBacktestView(answer);
  return (
    <>
      <p className={styles.headline} role="status">
        {headline}
      </p>
      {details.map((text) => (
        <p key={text} className={styles.detail}>
          {text}
        </p>
      ))}
      {answer.policy_differences.length > 0 && (
        <ul className={styles.words} aria-label="What is different">
          {answer.policy_differences.map(({ path, words }) => (
            <li key={path}>{words}</li>
          ))}
        </ul>
      )}
      {answer.warnings.map(({ path, message }) => (
        <p key={`${path} ${message}`} className={styles.warning}>
          <code>{path}</code> {message}
        </p>
      ))}
      {rows.length > 0 && (
        <ol className={styles.rows}>
          {rows.map((row) => (
            <Row key={row.workload} row={row} />
          ))}
        </ol>
      )}
      {rows.length > 0 && same.length > 0 && (
        <p className={styles.same}>The same all the time: {same.join(', ')}.</p>
      )}
    </>
  );
}

function Row({ row }: { row: BacktestRow }) {
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <Link to="/w/$id" params={{ id: row.workload }}>
          {row.title}
        </Link>
        <span className={styles.what}>{row.words}</span>
      </div>
      <div className={styles.tracks}>
        <VerdictTrack name="as it is" stretches={row.before} />
        <VerdictTrack name="as tried" stretches={row.after} />
      </div>
    </li>
  );
}
