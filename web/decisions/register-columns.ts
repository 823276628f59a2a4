import type { DecisionItem } from '../../decisions/signing/decision.ts';
import { sortRows, type SortValue } from '../tables/sort-rows.ts';
import type { Sort, TableColumn } from '../tables/table-view.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';

/** A column of the register. */
export type RegisterKey =
  | 'workload'
  | 'decision'
  | 'state'
  | 'signed'
  | 'proposed'
  | 'review'
  | 'score';

export const REGISTER_COLUMNS: readonly TableColumn<RegisterKey>[] = [
  { key: 'workload', name: 'Workload', sorts: 'ascending', isFixed: true },
  { key: 'decision', name: 'Decision', sorts: 'ascending' },
  { key: 'state', name: 'State', sorts: 'ascending' },
  { key: 'signed', name: 'Signed by' },
  { key: 'proposed', name: 'Proposed', sorts: 'descending' },
  { key: 'review', name: 'Review', sorts: 'ascending' },
  { key: 'score', name: 'Turned out', sorts: 'ascending' },
];

const ORDER_BY: Readonly<Record<RegisterKey, (item: DecisionItem) => SortValue>> = {
  workload: ({ title }) => title,
  decision: ({ verdict }) => VERDICT_LOOK[verdict].order,
  state: ({ state, overdue }) => (overdue ? '' : state),
  signed: ({ signatures }) => signatures.length,
  proposed: ({ proposed_at }) => proposed_at,
  review: ({ review_date }) => review_date,
  score: ({ score }) => score?.score ?? null,
};

/** Decisions in the order of a column; as they were where none is chosen. */
export const orderDecisions = (
  items: readonly DecisionItem[],
  sort: Sort<RegisterKey> | null,
): readonly DecisionItem[] =>
  sort === null ? items : sortRows(items, ORDER_BY[sort.key], sort.isDescending);
