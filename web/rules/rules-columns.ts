import type { TableColumn } from '../tables/table-view.ts';

/** A column of the list of rules. */
export type RuleKey = 'severity' | 'rule' | 'looks' | 'fires' | 'week' | 'last';

export const RULE_COLUMNS: readonly TableColumn<RuleKey>[] = [
  { key: 'severity', name: 'Severity', sorts: 'ascending' },
  { key: 'rule', name: 'Rule', sorts: 'ascending', isFixed: true },
  { key: 'looks', name: 'Looks at', sorts: 'ascending' },
  { key: 'fires', name: 'Fires now', sorts: 'descending' },
  { key: 'week', name: '7 days', sorts: 'descending' },
  { key: 'last', name: 'Last fired', sorts: 'descending' },
];
