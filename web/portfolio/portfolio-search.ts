import type { Verdict } from '../../decisions/policy/policy.ts';
import {
  readTableSearch,
  readTableView,
  type Sort,
  type TableSearch,
} from '../tables/table-view.ts';
import { VERDICT_ORDER } from '../theme/verdict-look.ts';
import { PORTFOLIO_COLUMNS, type PortfolioKey } from './portfolio-columns.ts';

/** The part of the address that says which rows are shown and in which order. */
export interface PortfolioSearch extends TableSearch {
  /** Verdicts, joined by commas; absent: all. */
  verdict?: string | undefined;
  q?: string | undefined;
}

/** What the rows are chosen and ordered by. */
export interface PortfolioChoice {
  readonly verdicts: readonly Verdict[];
  readonly text: string;
  readonly sort: Sort<PortfolioKey>;
}

const MAX_TEXT = 100;
export const BY_VERDICT: Sort<PortfolioKey> = { key: 'verdict', isDescending: false };

/** Keeps what makes sense of an address, drops the rest. */
export function readPortfolioSearch(raw: Record<string, unknown>): PortfolioSearch {
  const search: PortfolioSearch = {};
  const named = typeof raw['verdict'] === 'string' ? raw['verdict'].split(',') : [];
  const verdicts = VERDICT_ORDER.filter((verdict) => named.includes(verdict));
  if (verdicts.length > 0) search.verdict = verdicts.join(',');
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q'].slice(0, MAX_TEXT);
  return { ...search, ...readTableSearch(raw, PORTFOLIO_COLUMNS) };
}

/** The choice an address stands for. */
export function readPortfolioChoice(search: PortfolioSearch): PortfolioChoice {
  const named = search.verdict?.split(',') ?? [];
  return {
    verdicts: VERDICT_ORDER.filter((verdict) => named.includes(verdict)),
    text: search.q ?? '',
    sort: readTableView(search, PORTFOLIO_COLUMNS).sort ?? BY_VERDICT,
  };
}

/** The address after a verdict's filter is pressed. */
export function toggleVerdict(chosen: readonly Verdict[], verdict: Verdict): string | undefined {
  const next = VERDICT_ORDER.filter((one) => (one === verdict) !== chosen.includes(one));
  return next.length === 0 ? undefined : next.join(',');
}
