import type { RawTable } from '../raw-columns.ts';
import type { HourKeeper } from '../tables/hour-keepers.ts';

/** Bound values of a question about hours; times in epoch milliseconds. */
export interface HourScope extends Record<string, unknown> {
  readonly workloads: readonly string[];
  /** Hours before this are left out. */
  readonly sinceMs: number;
  /** Inclusive. */
  readonly endMs: number;
  /** The start of the hour that endMs lies in. */
  readonly hourMs: number;
}

const OF_WORKLOADS = 'workload IN {workloads: Array(String)}';
const at = (name: 'sinceMs' | 'endMs' | 'hourMs'): string =>
  `fromUnixTimestamp64Milli({${name}: Int64})`;

/** By which time a raw table's rows belong to an hour. */
const timeOf = (source: RawTable): string => (source === 'quarantine' ? 'received_at' : 'ts');

/**
 * A table expression of an hour keeper's rows up to an instant, at most one for each of its keys and
 * sources; to be bound to an {@link HourScope}.
 * @param precision `minute` takes what the begun hour holds by now; `exact` sums its raw rows up to
 *   the instant, so far as they are still kept
 */
export function rowsByHour(keeper: HourKeeper, precision: 'minute' | 'exact'): string {
  const names = keeper.columnNames().join(', ');
  const kept = `SELECT ${names} FROM ${keeper.table} FINAL WHERE ${OF_WORKLOADS} AND at >= ${at('sinceMs')}`;
  if (precision === 'minute') return `(${kept} AND at <= ${at('endMs')})`;
  const begun = keeper.sources.map((source) => {
    const time = timeOf(source);
    return keeper.select(
      source,
      `(SELECT * FROM ${source} WHERE ${OF_WORKLOADS} AND ${time} >= ${at('hourMs')} AND ${time} <= ${at('endMs')})`,
    );
  });
  return `(${kept} AND at < ${at('hourMs')} UNION ALL ${begun.join(' UNION ALL ')})`;
}
