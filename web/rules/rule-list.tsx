import { TextInput } from '@mantine/core';
import { IconCircleOff, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { SeverityMark } from '../alerts/severity-mark.tsx';
import { openAlertsQuery } from '../api/alert-queries.ts';
import { ruleStatsQuery, type RuleDocument } from '../api/rule-queries.ts';
import { formatPlural } from '../format/number.ts';
import { useNow } from '../live/now.ts';
import { explained } from '../parts/explain.tsx';
import { buildRuleList, type RuleListItem } from './build-rule-list.ts';
import styles from './rule-list.module.css';

interface RuleListProps {
  rules: readonly RuleDocument[];
  text: string;
  onText: (text: string) => void;
}

/** Every rule with how often it fires. */
export function RuleList({ rules, text, onText }: RuleListProps) {
  const nowMs = useNow();
  const open = useQuery(openAlertsQuery).data?.items;
  const stats = useQuery(ruleStatsQuery).data;
  const items = useMemo(
    () => buildRuleList(rules, { open: open ?? null, stats: stats ?? null }, text, nowMs),
    [rules, open, stats, text, nowMs],
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
        <TextInput
          type="search"
          size="xs"
          className={styles['search']!}
          aria-label="Find rules"
          placeholder="Title, signal, workload"
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          maxLength={100}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <p className={styles.count} role="status">
          {items.length === rules.length
            ? formatPlural(rules.length, 'rule')
            : `${items.length} of ${formatPlural(rules.length, 'rule')}`}
        </p>
      </div>
      <div className={styles.panel}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Rule</th>
              <th scope="col">Looks at</th>
              <th scope="col">Fires now</th>
              <th scope="col">7 days</th>
              <th scope="col">Last fired</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </tbody>
        </table>
        {items.length === 0 && <p className={styles.no}>No rule fits.</p>}
      </div>
    </>
  );
}

function Row({ item }: { item: RuleListItem }) {
  return (
    <tr data-off={!item.isEnabled}>
      <td className={styles.severity}>
        {item.isEnabled ? (
          <SeverityMark severity={item.severity} />
        ) : (
          <span className={styles.off}>
            <IconCircleOff size={15} aria-hidden="true" /> Off
          </span>
        )}
      </td>
      <th scope="row">
        <Link to="/rules" search={(before) => ({ ...before, rule: item.id })}>
          {item.title}
        </Link>
        <span className={styles.when}>{item.when}</span>
        {item.notYet !== '' && <span className={styles.notYet}>{item.notYet}</span>}
      </th>
      <td data-name="Looks at" className={styles.selects}>
        {item.selects}
      </td>
      <td data-name="Fires now" className={styles.number}>
        {item.firing === null ? '' : item.firing === 0 ? 'no' : <strong>{item.firing}</strong>}
      </td>
      <td
        data-name="7 days"
        className={styles.number}
        {...explained('Times it fired in the last 7 days, each workload counted')}
      >
        {item.thisWeek}
      </td>
      <td data-name="Last fired" className={styles.last} {...explained(item.lastExplanation)}>
        {item.lastFired}
      </td>
    </tr>
  );
}
