import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DecisionItem } from '../../decisions/signing/decision.ts';
import { DECISIONS_SHOWN } from '../api/decision-queries.ts';
import { formatCount } from '../format/number.ts';
import { SearchField } from '../parts/search-field.tsx';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import { CsvButton } from '../tables/csv-button.tsx';
import { useTable } from '../tables/use-table.ts';
import { buildDecisionRow, countDecisions, filterDecisions } from './build-decision-row.ts';
import { buildDecisionsCsv } from './build-decisions-csv.ts';
import styles from './decisions-page.module.css';
import { DECISION_FILTERS, type DecisionFilter, type DecisionsSearch } from './decisions-search.ts';
import { orderDecisions, REGISTER_COLUMNS } from './register-columns.ts';
import { RegisterTable } from './register-table.tsx';

const FILTER_WORDS: Readonly<Record<DecisionFilter, string>> = {
  overdue: 'Overdue',
  awaiting: 'Awaiting',
  in_force: 'In force',
  overrules: 'Overrules',
  past: 'Past',
};

interface RegisterViewProps {
  items: readonly DecisionItem[];
  isCut: boolean;
  search: DecisionsSearch;
  nowMs: number;
  onSearch: (change: DecisionsSearch) => void;
}

/** Which decisions are shown, and the way to take them along. */
export function RegisterView({ items, isCut, search, nowMs, onSearch }: RegisterViewProps) {
  const counts = useMemo(() => countDecisions(items), [items]);
  const table = useTable(REGISTER_COLUMNS, search, onSearch);
  const { sort } = table;
  const shown = useMemo(
    () => orderDecisions(filterDecisions(items, search), sort),
    [items, search, sort],
  );
  const rows = useMemo(() => shown.map((item) => buildDecisionRow(item, nowMs)), [shown, nowMs]);
  if (items.length === 0) return <NothingDecided />;
  return (
    <section className={styles.register} aria-label="The register">
      <div className={styles.controls} role="search" aria-label="Decisions" data-print="off">
        <fieldset className={styles.filters}>
          <legend className="hidden-visually">Show only these decisions</legend>
          {DECISION_FILTERS.map((filter) => (
            <button
              key={filter}
              type="button"
              className={styles.filter}
              aria-pressed={search.show === filter}
              onClick={() => onSearch({ show: search.show === filter ? undefined : filter })}
            >
              {FILTER_WORDS[filter]} <span className={styles.quiet}>{counts[filter]}</span>
            </button>
          ))}
        </fieldset>
        <SearchField
          label="Filter by workload, reason or signer"
          placeholder="Workload, reason or signer"
          className={styles['search']!}
          text={search.q ?? ''}
          onText={(text) => onSearch({ q: text === '' ? undefined : text })}
        />
        <p className={styles.count} role="status">
          {shown.length === items.length
            ? `${formatCount(items.length)} decisions`
            : `${formatCount(shown.length)} of ${formatCount(items.length)}`}
        </p>
        <ColumnsMenu table={table} />
        <CsvButton name="decisions" nowMs={nowMs} write={() => buildDecisionsCsv(shown)} />
      </div>
      {isCut && (
        <p className={styles.cut} role="status">
          These are the first {formatCount(DECISIONS_SHOWN)}; the rest is in /api/decisions.
        </p>
      )}
      {rows.length === 0 ? (
        <p className={styles.none}>
          No decision fits this filter.{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => onSearch({ show: undefined, q: undefined })}
          >
            Show all
          </button>
        </p>
      ) : (
        <RegisterTable rows={rows} table={table} />
      )}
    </section>
  );
}

function NothingDecided() {
  return (
    <div className={styles.empty}>
      <h2>Nothing has been decided yet.</h2>
      <p>
        Open a workload on the <Link to="/">portfolio</Link>, look at its evidence, and accept or
        overrule its verdict on the tab Decisions. What is signed stands here from then on.
      </p>
    </div>
  );
}
