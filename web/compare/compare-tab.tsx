import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Comparison } from '../../signals/compare.ts';
import { comparisonQuery, partsQuery } from '../api/queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import type { ReturnLength, WorkloadSearch } from '../workload/workload-search.ts';
import { buildComparison } from './build-comparison.ts';
import { buildPartChoices } from './build-part-choices.ts';
import { CompareControls } from './compare-controls.tsx';
import styles from './compare-tab.module.css';
import { ComparisonTable } from './comparison-table.tsx';

const route = getRouteApi('/shell/w/$id');
const USUAL_LENGTH: ReturnLength = '28d';

interface CompareTabProps {
  id: string;
  search: WorkloadSearch;
  nowMs: number;
}

/** Two releases, models, segments or stages of a workload side by side. */
export function CompareTab({ id, search, nowMs }: CompareTabProps) {
  const navigate = route.useNavigate();
  const { by = 'release', over = USUAL_LENGTH, before, after } = search;
  const parts = useQuery(partsQuery(id, { by, window: over }));
  const choices = parts.data === undefined ? [] : buildPartChoices(parts.data.items);
  const isComparable = choices.length > 1 || (before !== undefined && after !== undefined);
  const comparison = useQuery({
    ...comparisonQuery(id, { by, window: over, before, after }),
    enabled: isComparable,
  });
  const onSearch = (change: WorkloadSearch): void =>
    void navigate({
      search: (current) => ({ ...current, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <section className={styles.panel} aria-labelledby="compare-title">
      <h2 id="compare-title" className={styles.title}>
        Compare
      </h2>
      <Part name="The parts" query={parts} skeleton={<Skeleton height="26rem" />}>
        {() => (
          <>
            <CompareControls
              by={by}
              over={over}
              search={search}
              choices={choices}
              compared={comparison.isPlaceholderData ? null : (comparison.data ?? null)}
              onSearch={onSearch}
            />
            {isComparable ? (
              <Part name="The comparison" query={comparison} skeleton={<Skeleton height="24rem" />}>
                {(known) => (
                  <Compared answer={known} isOld={comparison.isPlaceholderData} nowMs={nowMs} />
                )}
              </Part>
            ) : (
              <p className={styles.none}>{tellTooFew(by, choices[0]?.value)}</p>
            )}
          </>
        )}
      </Part>
    </section>
  );
}

function tellTooFew(by: string, only: string | undefined): string {
  return only === undefined
    ? `No run in this time states a ${by}. Send it with each event as “${by}”, or look at a longer time.`
    : `Only one ${by} ran in this time, ${only}, so there is nothing to compare it with. A longer time may hold another.`;
}

/** What else than the part itself may have made a difference. */
const WHY_NOT: Readonly<Record<Comparison['by'], string>> = {
  release: 'they ran at different times, perhaps on other work',
  model: 'they ran at different times, perhaps on other work',
  segment: 'they did other work',
  stage: 'they did other work, at another exposure',
  tool: 'they did other work',
};

interface ComparedProps {
  answer: Comparison;
  /** Of what was asked before, until what is asked now is answered. */
  isOld: boolean;
  nowMs: number;
}

function Compared({ answer, isOld, nowMs }: ComparedProps) {
  const { headline, span, rows, left, paired } = buildComparison(answer, nowMs);
  return (
    <div aria-busy={isOld} data-old={isOld} className={styles.answer}>
      <p className={styles.headline} role="status">
        {headline}
      </p>
      <p className={styles.quiet}>
        {span}. All intervals of differences together hold with{' '}
        {Math.round(answer.confidence * 1000) / 10}&nbsp;% confidence, however often this page is
        looked at. It tells that the two differed, not why: {WHY_NOT[answer.by]}.
      </p>
      {paired.map((text) => (
        <p key={text} className={styles.paired}>
          {text}
        </p>
      ))}
      {rows.length > 0 && (
        <ComparisonTable rows={rows} before={answer.before} after={answer.after} />
      )}
      {left.length > 0 && (
        <details className={styles.left}>
          <summary>{left.length} signals that cannot be compared</summary>
          <dl>
            {left.map(({ title, reason }) => (
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
}
