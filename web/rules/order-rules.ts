import { SEVERITIES } from '../alerts/severities.ts';
import { writeCsv, type CsvColumn } from '../format/write-csv.ts';
import { sortRows, type SortValue } from '../tables/sort-rows.ts';
import type { Sort } from '../tables/table-view.ts';
import type { RuleListItem } from './build-rule-list.ts';
import type { RuleKey } from './rules-columns.ts';

const ORDER_BY: Readonly<Record<RuleKey, (item: RuleListItem) => SortValue>> = {
  severity: ({ severity }) => SEVERITIES.indexOf(severity),
  rule: ({ title }) => title,
  looks: ({ selects }) => selects,
  fires: ({ firing }) => firing,
  week: ({ episodes }) => episodes,
  last: ({ lastAt }) => lastAt,
};

/** Rules in the order of a column; as they were where none is chosen. */
export const orderRules = (
  items: readonly RuleListItem[],
  sort: Sort<RuleKey> | null,
): readonly RuleListItem[] =>
  sort === null ? items : sortRows(items, ORDER_BY[sort.key], sort.isDescending);

const CSV: readonly CsvColumn<RuleListItem>[] = [
  ['id', ({ id }) => id],
  ['title', ({ title }) => title],
  ['enabled', ({ isEnabled }) => isEnabled],
  ['severity', ({ severity }) => severity],
  ['when', ({ when }) => when],
  ['looks_at', ({ selects }) => selects],
  ['blocks_scale', ({ blocksScale }) => blocksScale],
  ['firing', ({ firing }) => firing],
  ['episodes_7d', ({ episodes }) => episodes],
  ['last_fired_at', ({ lastAt }) => lastAt],
];

/** Rules as CSV: one line a rule, unknown cells empty. */
export const buildRulesCsv = (items: readonly RuleListItem[]): string => writeCsv(CSV, items);
