import { readTableSearch, type TableSearch } from '../tables/table-view.ts';
import { REGISTER_COLUMNS } from './register-columns.ts';

/** The ways the register is narrowed down. */
export const DECISION_FILTERS = ['overdue', 'awaiting', 'in_force', 'overrules', 'past'] as const;
export type DecisionFilter = (typeof DECISION_FILTERS)[number];

/** The part of the address that says what the register shows. */
export interface DecisionsSearch extends TableSearch {
  show?: DecisionFilter | undefined;
  q?: string | undefined;
}

const MAX_TEXT = 100;

/** Keeps what makes sense of an address, drops the rest. */
export function readDecisionsSearch(raw: Record<string, unknown>): DecisionsSearch {
  const search: DecisionsSearch = {};
  const show = DECISION_FILTERS.find((one) => one === raw['show']);
  if (show !== undefined) search.show = show;
  const { q } = raw;
  if (typeof q === 'string' && q !== '') search.q = q.slice(0, MAX_TEXT);
  return { ...search, ...readTableSearch(raw, REGISTER_COLUMNS) };
}
