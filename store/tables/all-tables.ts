import { CLICKHOUSE_TYPE, RAW_TABLES, RAW_TABLE_NAMES } from '../raw-columns.ts';
import { CUT_HOUR } from './cut-hour.ts';
import { HOUR_KEEPERS } from './hour-keepers.ts';
import { rawEntry, type Keeper } from './keeper.ts';
import { ROLLUPS, ROLLUP_ENTRY_TABLE } from './rollups.ts';
import { ROW_KEEPERS, rawKeepers } from './row-keepers.ts';

/** The tables that are made of what the raw ones hold, and outlive it. */
export const DERIVED_KEEPERS: readonly Keeper[] = [
  ...ROLLUPS,
  ...ROW_KEEPERS,
  ...HOUR_KEEPERS,
  CUT_HOUR,
];

/**
 * Every table that telemetry ends in.
 * @param rawRetentionDays how long raw events are kept, counted from receipt
 */
export function keepers(rawRetentionDays: number): readonly Keeper[] {
  return [...rawKeepers(rawRetentionDays), ...DERIVED_KEEPERS];
}

/** Entries: tables that store nothing, whose views fan rows out to the keepers. */
export function entryTables(): readonly { table: string; columns: string }[] {
  const rawEntries = RAW_TABLE_NAMES.map((table) => ({
    table: rawEntry(table),
    columns: RAW_TABLES[table]
      .map(({ name, type }) => `${name} ${CLICKHOUSE_TYPE[type]}`)
      .join(', '),
  }));
  return [...rawEntries, ROLLUP_ENTRY_TABLE];
}
