import { RANGES } from './ranges.ts';

/** The part of the address that says what a workload's page shows. */
export interface WorkloadSearch {
  /** Length of time on the chart, e.g. `28d`. */
  range?: string | undefined;
  /** Signal on the chart. */
  signal?: string | undefined;
  /** Start of the chart's step whose raw runs are listed: RFC 3339. */
  point?: string | undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;
const SIGNAL = /^[\w.:-]{1,128}$/;

/** Keeps what makes sense of an address, drops the rest. */
export function readWorkloadSearch(raw: Record<string, unknown>): WorkloadSearch {
  const { range, signal, point } = raw;
  const search: WorkloadSearch = {};
  if (typeof range === 'string' && RANGES.some(({ id }) => id === range)) search.range = range;
  if (typeof signal === 'string' && SIGNAL.test(signal)) search.signal = signal;
  if (typeof point === 'string' && INSTANT.test(point)) search.point = point;
  return search;
}
