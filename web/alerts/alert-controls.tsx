import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Severity } from '../api/alert-queries.ts';
import { formatCount } from '../format/number.ts';
import { explained } from '../parts/explain.tsx';
import { SearchField } from '../parts/search-field.tsx';
import styles from './alert-controls.module.css';
import {
  GROUPED_BY,
  readSeverities,
  toggleSeverity,
  type AlertsSearch,
  type GroupedBy,
} from './alerts-search.ts';
import { SEVERITIES } from './severities.ts';
import { SeverityIcon } from './severity-mark.tsx';
import { SEVERITY_WORDS } from './severity-words.ts';

interface AlertControlsProps {
  search: AlertsSearch;
  /** Of all alerts, whatever is filtered. */
  counts: Readonly<Record<Severity, number>>;
  workloads: readonly string[];
  /** Null where alerts are not put together. */
  by: GroupedBy | null;
  onSearch: (change: AlertsSearch) => void;
  /** What stands at the end of the line. */
  children?: ReactNode;
}

const GROUP_WORDS: Readonly<Record<GroupedBy, string>> = {
  workload: 'By workload',
  rule: 'By rule',
  severity: 'By severity',
};

/** Which alerts are shown, and how they are put together. */
export function AlertControls(props: AlertControlsProps) {
  const { search, counts, workloads, by, onSearch, children } = props;
  const chosen = readSeverities(search.severity);
  return (
    <div className={styles.controls} role="search" aria-label="Alerts" data-print="off">
      <fieldset className={styles.severities}>
        <legend className="hidden-visually">Show only these severities</legend>
        {SEVERITIES.map((severity) => (
          <button
            key={severity}
            type="button"
            className={styles.severity}
            data-severity={severity}
            data-none={counts[severity] === 0}
            aria-pressed={chosen.includes(severity)}
            onClick={() => onSearch({ severity: toggleSeverity(search.severity, severity) })}
            {...explained(SEVERITY_WORDS[severity].meaning)}
          >
            <SeverityIcon severity={severity} />
            {SEVERITY_WORDS[severity].word}
            <strong>{formatCount(counts[severity])}</strong>
          </button>
        ))}
        {by !== null && (
          <button
            type="button"
            className={styles.severity}
            aria-pressed={search.only === 'open'}
            onClick={() => onSearch({ only: search.only === 'open' ? undefined : 'open' })}
          >
            Not taken
          </button>
        )}
      </fieldset>
      <SearchField
        label="Find alerts"
        placeholder="Rule, workload, owner"
        className={styles['search']!}
        text={search.q ?? ''}
        onText={(q) => onSearch({ q: q === '' ? undefined : q })}
      />
      <NativeSelect
        size="xs"
        aria-label="Workload"
        className={styles['select']!}
        value={search.workload ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onSearch({ workload: value === '' ? undefined : value })
        }
        data={[{ value: '', label: 'All workloads' }, ...workloads]}
      />
      {by !== null && (
        <NativeSelect
          size="xs"
          aria-label="Grouped"
          className={styles['select']!}
          value={by}
          onChange={({ currentTarget: { value } }) => {
            const group = GROUPED_BY.find((name) => name === value);
            onSearch({ group: group === 'workload' ? undefined : group });
          }}
          data={GROUPED_BY.map((value) => ({ value, label: GROUP_WORDS[value] }))}
        />
      )}
      {children !== undefined && <div className={styles.end}>{children}</div>}
    </div>
  );
}
