import { readTableSearch, type TableSearch } from '../tables/table-view.ts';
import { RANGES } from './ranges.ts';
import { SIGNAL_COLUMNS } from './signal-columns.ts';

export const WORKLOAD_TABS = [
  'overview',
  'return',
  'readiness',
  'decisions',
  'compare',
  'audit',
] as const;
export type WorkloadTab = (typeof WORKLOAD_TABS)[number];

/** Lengths of time that the return is told over: whole days, the longest a year of weeks. */
const RETURN_LENGTHS = ['28d', '90d', '364d'] as const;
export type ReturnLength = (typeof RETURN_LENGTHS)[number];

/** What two parts of a workload can be told apart by. */
export const COMPARED_BY = ['release', 'model', 'segment', 'stage'] as const;
export type ComparedBy = (typeof COMPARED_BY)[number];

/** The part of the address that says what a workload's page shows. */
export interface WorkloadSearch extends TableSearch {
  /** Absent: the overview. */
  tab?: WorkloadTab | undefined;
  /** Length of time of the overview and of the return, e.g. `28d`. */
  range?: string | undefined;
  /** Signal on the chart. */
  signal?: string | undefined;
  /** Start of the chart's step whose raw runs are listed: RFC 3339. */
  point?: string | undefined;
  /** End of that step, where it is no step of the range: RFC 3339. */
  until?: string | undefined;
  /** Of the signals: those that hold these words. */
  q?: string | undefined;
  /** Of the comparison: over how long. */
  over?: ReturnLength | undefined;
  /** Of the comparison: by what. Absent: by release. */
  by?: ComparedBy | undefined;
  /** Of the comparison: which two. Absent: the two that came last. */
  before?: string | undefined;
  after?: string | undefined;
  /** What is about to be done to the rollout mode. Absent: nothing. */
  act?: 'pause' | 'lower' | undefined;
  /** Of the readiness: the gate that is open, and whether the record is being written. */
  gate?: string | undefined;
  record?: 'edit' | undefined;
  /** Of the return: what is supposed to be otherwise, e.g. `value.success:2,rate.error_rate:0.5`. */
  if?: string | undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;
const SIGNAL = /^[\w.:-]{1,128}$/;
/** As long as the contract lets a release, a model or a segment be. */
const MAX_PART = 128;
const MAX_TEXT = 100;
const GATE = /^[a-z_]{1,63}$/;
const LEVERS = /^[\w.:,+-]{1,2000}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readWorkloadSearch(raw: Record<string, unknown>): WorkloadSearch {
  const { range, signal, point } = raw;
  const search: WorkloadSearch = {};
  const tab = WORKLOAD_TABS.find((name) => name === raw['tab']);
  if (tab !== undefined && tab !== 'overview') search.tab = tab;
  if (typeof range === 'string' && RANGES.some(({ id }) => id === range)) search.range = range;
  if (typeof signal === 'string' && SIGNAL.test(signal)) search.signal = signal;
  if (typeof point === 'string' && INSTANT.test(point)) search.point = point;
  const { until } = raw;
  if (typeof until === 'string' && INSTANT.test(until)) search.until = until;
  const over = RETURN_LENGTHS.find((length) => length === raw['over']);
  if (over !== undefined) search.over = over;
  // As addresses of the return said it before it shared its range with the overview.
  if (tab === 'return' && over !== undefined) search.range ??= over;
  const by = COMPARED_BY.find((name) => name === raw['by']);
  if (by !== undefined) search.by = by;
  if (raw['act'] === 'pause' || raw['act'] === 'lower') search.act = raw['act'];
  for (const side of ['before', 'after'] as const) {
    const value = raw[side];
    if (typeof value === 'string' && value !== '' && value.length <= MAX_PART) search[side] = value;
  }
  if (typeof raw['gate'] === 'string' && GATE.test(raw['gate'])) search.gate = raw['gate'];
  if (raw['record'] === 'edit') search.record = 'edit';
  if (typeof raw['if'] === 'string' && LEVERS.test(raw['if'])) search.if = raw['if'];
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q'].slice(0, MAX_TEXT);
  return { ...search, ...readTableSearch(raw, SIGNAL_COLUMNS) };
}
