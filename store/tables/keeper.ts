import type { RawTable } from '../raw-columns.ts';

/**
 * A table that keeps something, and the rows it takes from its source. Every keeper is fed by a
 * materialised view on an entry (a table that stores nothing), never by a view on another keeper:
 * so each can be repaired alone, without touching the rest. One without sources is filled later.
 */
export interface Keeper {
  readonly table: string;
  readonly columns: string;
  readonly engine: string;
  readonly partitionBy: string;
  readonly orderBy: string;
  readonly ttl: string;
  /** Which raw tables' segments reach it. */
  readonly sources: readonly RawTable[];
  /** The rows it takes out of one raw table's rows: `from` is a table, or a table function. */
  readonly select: (source: RawTable, from: string) => string;
  /** The columns `select` gives, in order. */
  readonly columnNames: (source: RawTable) => readonly string[];
  /** The entry its view listens to. */
  readonly entry: (source: RawTable) => string;
}

/** The entry that a raw table's segments are inserted into. */
export const rawEntry = (source: RawTable): string => `${source}_entry`;

/** How long the minute roll-up is kept, and what must be found by minute beside it. */
export const MINUTE_RETENTION = 'INTERVAL 13 MONTH';
/** How long the hour roll-up is kept, and the few events that verdicts read one by one. */
export const HOUR_RETENTION = 'INTERVAL 5 YEAR';
