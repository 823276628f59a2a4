import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { comparisonQuery, partsQuery } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import type { WorkloadSearch } from '../workload/workload-search.ts';
import { buildComparison, buildPartChoices } from './build-comparison.ts';
import { CompareControls } from './compare-controls.tsx';
import styles from './compare-tab.module.css';
import { ComparisonTable } from './comparison-table.tsx';

const route = getRouteApi('/shell/w/$id');
const USUAL_WINDOW = '28d';

/** Two releases, models, segments or stages of a workload side by side. */
export function CompareTab({ id, search }: { id: string; search: WorkloadSearch }) {
  const navigate = route.useNavigate();
  const by = search.by ?? 'release';
  const window = search.over ?? USUAL_WINDOW;
  const parts = useQuery(partsQuery(id, { by, window }));
  const choices = parts.data === undefined ? [] : buildPartChoices(parts.data.items);
  const onSearch = (change: WorkloadSearch): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <section className={styles.panel} aria-labelledby="compare-title">
      <h2 id="compare-title" className={styles.title}>
        Compare
      </h2>
      <Part name="The parts" query={parts} skeleton={<Skeleton height="4rem" />}>
        {() => (
          <>
            <CompareControls by={by} search={search} choices={choices} onSearch={onSearch} />
            {choices.length < 2 ? (
              <p className={styles.quiet}>{tellTooFew(by, choices.length)}</p>
            ) : (
              <Compared id={id} search={search} window={window} />
            )}
          </>
        )}
      </Part>
    </section>
  );
}

function tellTooFew(by: string, known: number): string {
  return known === 0
    ? `No run in this time states a ${by}. Send it with each event as “${by}”.`
    : `Only one ${by} ran in this time, so there is nothing to compare it with.`;
}

interface ComparedProps {
  id: string;
  search: WorkloadSearch;
  window: string;
}

function Compared({ id, search, window }: ComparedProps) {
  const { by = 'release', before, after } = search;
  const comparison = useQuery(comparisonQuery(id, { by, window, before, after }));
  return (
    <Part name="The comparison" query={comparison} skeleton={<Skeleton height="24rem" />}>
      {(known) => {
        const view = buildComparison(known);
        return (
          <div data-old={comparison.isPlaceholderData} className={styles.answer}>
            <p className={styles.headline} role="status">
              {view.headline}
            </p>
            <p className={styles.quiet}>
              All intervals of differences together hold with{' '}
              {Math.round(known.confidence * 1000) / 10} % confidence, however often this page is
              looked at. It tells that the two differed, not why: they ran at different times,
              perhaps on other work.
            </p>
            {view.paired.map((text) => (
              <p key={text} className={styles.paired}>
                {text}
              </p>
            ))}
            <ComparisonTable rows={view.rows} before={known.before} after={known.after} />
            {view.left.length > 0 && (
              <details className={styles.left}>
                <summary>Signals that cannot be compared</summary>
                <dl>
                  {view.left.map(({ title, reason }) => (
                    <div key={title}>
                      <dt>{title}</dt>
                      <dd>{reason}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
          </div>
        );
      }}
    </Part>
  );
}
