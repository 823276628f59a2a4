import type { Severity } from '../api/alert-queries.ts';
import { readTableSearch, type TableSearch } from '../tables/table-view.ts';
import { ENDED_COLUMNS } from './ended-columns.ts';
import { SEVERITIES } from './severities.ts';

/** What alerts are put together by. */
export const GROUPED_BY = ['workload', 'rule', 'severity'] as const;
export type GroupedBy = (typeof GROUPED_BY)[number];

/** What the page shows; the first where the address does not say. */
export const ALERTS_TABS = ['firing', 'silences', 'ended'] as const;
export type AlertsTab = (typeof ALERTS_TABS)[number];

/** The part of the address that says what the alerts page shows. */
export interface AlertsSearch extends TableSearch {
  /** Absent: what fires now. */
  tab?: Exclude<AlertsTab, 'firing'> | undefined;
  /** Absent: by workload. */
  group?: GroupedBy | undefined;
  /** Severities, joined by commas; absent: all. */
  severity?: string | undefined;
  workload?: string | undefined;
  q?: string | undefined;
  /** Only what nobody has taken. */
  only?: 'open' | undefined;
  /** A silence is being written. */
  silence?: 'new' | undefined;
  /** The alert that is open beside the list. */
  alert?: string | undefined;
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ALERT = /^[\w-]{1,100}$/;
const MAX_TEXT = 100;

/** Severities that a text names, joined by commas; none: all. */
export function readSeverities(text: string | undefined): readonly Severity[] {
  const named = text?.split(',') ?? [];
  return SEVERITIES.filter((severity) => named.includes(severity));
}

/** Keeps what makes sense of an address, drops the rest. */
export function readAlertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const search: AlertsSearch = {};
  const text = (name: string): string => (typeof raw[name] === 'string' ? raw[name] : '');
  if (raw['tab'] === 'ended' || raw['tab'] === 'silences') search.tab = raw['tab'];
  const group = GROUPED_BY.find((name) => name === raw['group']);
  if (group !== undefined && group !== 'workload') search.group = group;
  const severities = readSeverities(text('severity'));
  if (severities.length > 0) search.severity = severities.join(',');
  if (SLUG.test(text('workload'))) search.workload = text('workload');
  if (text('q') !== '') search.q = text('q').slice(0, MAX_TEXT);
  if (raw['only'] === 'open') search.only = 'open';
  if (raw['silence'] === 'new') search.silence = 'new';
  if (ALERT.test(text('alert'))) search.alert = text('alert');
  return { ...search, ...readTableSearch(raw, ENDED_COLUMNS) };
}

/** The address after a severity's filter is pressed. */
export function toggleSeverity(text: string | undefined, severity: Severity): string | undefined {
  const chosen = readSeverities(text);
  const next = SEVERITIES.filter((one) => (one === severity) !== chosen.includes(one));
  return next.length === 0 ? undefined : next.join(',');
}
