import { IconCircleOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SeverityMark } from '../alerts/severity-mark.tsx';
import { openAlertsQuery } from '../api/alert-queries.ts';
import { ruleStatsQuery, type RuleDocument } from '../api/rule-queries.ts';
import { formatPlural } from '../format/number.ts';
import { useNow } from '../live/now.ts';
import { explained } from '../parts/explain.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import { CsvButton } from '../tables/csv-button.tsx';
import { HeadRow } from '../tables/head-row.tsx';
import { useTable } from '../tables/use-table.ts';
import { buildRuleList, type RuleListItem } from './build-rule-list.ts';
import { buildRulesCsv, orderRules } from './order-rules.ts';
import styles from './rule-list.module.css';
import { RULE_COLUMNS, type RuleKey } from './rules-columns.ts';
import type { RulesSearch } from './rules-search.ts';

interface RuleListProps {
  rules: readonly RuleDocument[];
  search: RulesSearch;
  onSearch: (change: RulesSearch) => void;
}

/** Every rule with how often it fires. */
export function RuleList({ rules, search, onSearch }: RuleListProps) {
  const nowMs = useNow();
  const text = search.q ?? '';
  const table = useTable(RULE_COLUMNS, search, onSearch);
  const { sort } = table;
  const open = useQuery(openAlertsQuery).data?.items;
  const stats = useQuery(ruleStatsQuery).data;
  const items = useMemo(
    () =>
      orderRules(
        buildRuleList(rules, { open: open ?? null, stats: stats ?? null }, text, nowMs),
        sort,
      ),
    [rules, open, stats, text, nowMs, sort],
  );
  if (rules.length === 0) {
    return (
      <p className={styles.none}>
        There are no rules yet, so nothing can fire. A first one takes a minute: a signal, a
        threshold, and who is to be told.
      </p>
    );
  }
  return (
    <>
      <div className={styles.controls} role="search" aria-label="Rules" data-print="off">
        <SearchField
          label="Find rules"
          placeholder="Title, signal, workload"
          className={styles['search']!}
          text={text}
          onText={(q) => onSearch({ q: q === '' ? undefined : q })}
        />
        <p className={styles.count} role="status">
          {items.length === rules.length
            ? formatPlural(rules.length, 'rule')
            : `${items.length} of ${formatPlural(rules.length, 'rule')}`}
        </p>
        <ColumnsMenu table={table} />
        <CsvButton name="rules" nowMs={nowMs} write={() => buildRulesCsv(items)} />
      </div>
      <div className={styles.panel}>
        <table className={styles.table}>
          <thead>
            <HeadRow table={table} />
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} shown={table.shown} />
            ))}
          </tbody>
        </table>
        {items.length === 0 && <p className={styles.no}>No rule fits.</p>}
      </div>
    </>
  );
}

function Row({ item, shown }: { item: RuleListItem; shown: ReadonlySet<RuleKey> }) {
  return (
    <tr data-off={!item.isEnabled}>
      {shown.has('severity') && (
        <td className={styles.severity}>
          {item.isEnabled ? (
            <SeverityMark severity={item.severity} />
          ) : (
            <span className={styles.off}>
              <IconCircleOff size={15} aria-hidden="true" /> Off
            </span>
          )}
        </td>
      )}
      <th scope="row">
        <Link to="/rules" search={(before) => ({ ...before, rule: item.id })}>
          {item.title}
        </Link>
        <span className={styles.when}>{item.when}</span>
        {item.notYet !== '' && <span className={styles.notYet}>{item.notYet}</span>}
      </th>
      {shown.has('looks') && (
        <td data-name="Looks at" className={styles.selects}>
          {item.selects}
        </td>
      )}
      {shown.has('fires') && (
        <td data-name="Fires now" className={styles.number}>
          {item.firing === null ? '' : item.firing === 0 ? 'no' : <strong>{item.firing}</strong>}
        </td>
      )}
      {shown.has('week') && (
        <td
          data-name="7 days"
          className={styles.number}
          {...explained('Times it fired in the last 7 days, each workload counted')}
        >
          {item.thisWeek}
        </td>
      )}
      {shown.has('last') && (
        <td data-name="Last fired" className={styles.last} {...explained(item.lastExplanation)}>
          {item.lastFired}
        </td>
      )}
    </tr>
  );
}
