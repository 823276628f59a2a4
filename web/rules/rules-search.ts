import { readTableSearch, type TableSearch } from '../tables/table-view.ts';
import { RULE_COLUMNS } from './rules-columns.ts';

/** The part of the address that says what the rules page shows. */
export interface RulesSearch extends TableSearch {
  /** The rule that is open. */
  rule?: string | undefined;
  /** A rule that is not kept yet is being written; `rule` then is what it starts from. */
  write?: 'new' | undefined;
  q?: string | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_TEXT = 100;

/** Keeps what makes sense of an address, drops the rest. */
export function readRulesSearch(raw: Record<string, unknown>): RulesSearch {
  const search: RulesSearch = {};
  const { rule, q } = raw;
  if (typeof rule === 'string' && SLUG.test(rule)) search.rule = rule;
  if (raw['write'] === 'new') search.write = 'new';
  if (typeof q === 'string' && q !== '') search.q = q.slice(0, MAX_TEXT);
  return { ...search, ...readTableSearch(raw, RULE_COLUMNS) };
}
