import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DecisionItem } from '../../decisions/signing/decision.ts';
import { DECISIONS_SHOWN } from '../api/decision-queries.ts';
import { formatCount } from '../format/number.ts';
import { saveFile } from '../parts/save-file.ts';
import { buildDecisionRow, countDecisions, filterDecisions } from './build-decision-row.ts';
import { buildDecisionsCsv } from './build-decisions-csv.ts';
import styles from './decisions-page.module.css';
import { DECISION_FILTERS, type DecisionFilter, type DecisionsSearch } from './decisions-search.ts';
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
  const shown = useMemo(() => filterDecisions(items, search), [items, search]);
  const rows = useMemo(() => shown.map((item) => buildDecisionRow(item, nowMs)), [shown, nowMs]);
  if (items.length === 0) return <NothingDecided />;
  const save = (): void =>
    saveFile(
      `decisions-${new Date(nowMs).toISOString().slice(0, 10)}.csv`,
      'text/csv',
      buildDecisionsCsv(shown),
    );
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
        <TextInput
          className={styles['search']!}
          size="xs"
          type="search"
          aria-label="Filter by workload, reason or signer"
          placeholder="Workload, reason or signer"
          value={search.q ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onSearch({ q: value === '' ? undefined : value })
          }
          leftSection={<IconSearch size={15} aria-hidden="true" />}
        />
        <p className={styles.count} role="status">
          {shown.length === items.length
            ? `${formatCount(items.length)} decisions`
            : `${formatCount(shown.length)} of ${formatCount(items.length)}`}
        </p>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={15} aria-hidden="true" />}
          onClick={save}
        >
          Export CSV
        </Button>
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
        <RegisterTable rows={rows} />
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
