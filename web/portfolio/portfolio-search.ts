import type { Verdict } from '../../decisions/policy/policy.ts';
import { VERDICT_ORDER } from '../theme/verdict-look.ts';

export const SORT_KEYS = [
  'verdict',
  'title',
  'value',
  'cost',
  'roi',
  'exposure',
  'due',
  'alerts',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** The part of the address that says which rows are shown and in which order. */
export interface PortfolioSearch {
  /** Verdicts, joined by commas; absent: all. */
  verdict?: string | undefined;
  q?: string | undefined;
  /** A sort key, with `-` in front for descending; absent: by verdict. */
  sort?: string | undefined;
}

/** What the rows are chosen and ordered by. */
export interface PortfolioChoice {
  readonly verdicts: readonly Verdict[];
  readonly text: string;
  readonly sort: Sort;
}

const MAX_TEXT = 100;

function isSortKey(key: string): key is SortKey {
  return (SORT_KEYS as readonly string[]).includes(key);
}

/** Keeps what makes sense of an address, drops the rest. */
export function readPortfolioSearch(raw: Record<string, unknown>): PortfolioSearch {
  const search: PortfolioSearch = {};
  const named = typeof raw['verdict'] === 'string' ? raw['verdict'].split(',') : [];
  const verdicts = VERDICT_ORDER.filter((verdict) => named.includes(verdict));
  if (verdicts.length > 0) search.verdict = verdicts.join(',');
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q'].slice(0, MAX_TEXT);
  if (typeof raw['sort'] === 'string' && isSortKey(raw['sort'].replace(/^-/, '')))
    search.sort = raw['sort'];
  return search;
}

/** The choice an address stands for. */
export function readPortfolioChoice(search: PortfolioSearch): PortfolioChoice {
  const named = search.verdict?.split(',') ?? [];
  const sort = search.sort ?? 'verdict';
  const key = sort.replace(/^-/, '');
  return {
    verdicts: VERDICT_ORDER.filter((verdict) => named.includes(verdict)),
    text: search.q ?? '',
    sort: { key: isSortKey(key) ? key : 'verdict', isDescending: sort.startsWith('-') },
  };
}

/** Words and days read best ascending, amounts descending. */
const ASCENDING_FIRST: ReadonlySet<SortKey> = new Set(['verdict', 'title', 'due']);

/** The order after a click on a column: its natural one first, then the other way round. */
export function nextSort(current: Sort, key: SortKey): string {
  const isDescending = current.key === key ? !current.isDescending : !ASCENDING_FIRST.has(key);
  return isDescending ? `-${key}` : key;
}

/** The address after a verdict's filter is pressed. */
export function toggleVerdict(chosen: readonly Verdict[], verdict: Verdict): string | undefined {
  const next = VERDICT_ORDER.filter((one) => (one === verdict) !== chosen.includes(one));
  return next.length === 0 ? undefined : next.join(',');
}
