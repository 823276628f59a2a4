import { entryTables, keepers } from './tables/all-tables.ts';
import { RAW_TABLES } from './raw-columns.ts';
import { rawEntry, type Keeper } from './tables/keeper.ts';
import { ROLLUP_ENTRY_TABLE, rollupViews } from './tables/rollups.ts';

/** One step of the schema, applied once and recorded. Statements can be run again after a kill. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** What migrations may depend on. */
export interface MigrationSettings {
  /** How long raw events are kept, counted from receipt. */
  readonly rawRetentionDays: number;
}

/** How many deduplication tokens a table remembers: several minutes of hand-overs at full speed. */
const DEDUPLICATION_WINDOW = 1000;

/**
 * Up to here a part keeps its columns in one file. A hand-over of a file a column and its fsync would
 * take as long as everything else about it; merges make wide parts of them later.
 */
const ONE_FILE_UP_TO = 'min_bytes_for_wide_part = 134217728';

/** A spool segment is deleted once it is handed over: from then on only these parts hold its rows. */
const DURABLE = 'fsync_after_insert = 1, fsync_part_directory = 1';

function createKeeper(keeper: Keeper): string {
  return `CREATE TABLE IF NOT EXISTS ${keeper.table} (${keeper.columns},
    INDEX by_segment spool_segment TYPE minmax GRANULARITY 1)
    ENGINE = ${keeper.engine} PARTITION BY ${keeper.partitionBy} ORDER BY ${keeper.orderBy}
    TTL ${keeper.ttl}
    SETTINGS non_replicated_deduplication_window = ${DEDUPLICATION_WINDOW}, ${DURABLE}, ${ONE_FILE_UP_TO}`;
}

const createEntry = ({ table, columns }: { table: string; columns: string }): string =>
  `CREATE TABLE IF NOT EXISTS ${table} (${columns}) ENGINE = Null`;

const createRollupViews = (): string[] =>
  rollupViews().map(
    ({ view, to, select }) =>
      `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} TO ${to} AS ${select}`,
  );

function createViews(keeper: Keeper): string[] {
  const entries = new Map(keeper.sources.map((source) => [keeper.entry(source), source]));
  return [...entries].map(
    ([entry, source]) =>
      `CREATE MATERIALIZED VIEW IF NOT EXISTS ${entry}_to_${keeper.table} TO ${keeper.table}
       AS ${keeper.select(source, entry)}`,
  );
}

/** Column lists by name, for a store that was made before some of them. */
function addColumns(table: string, columns: string): string {
  const added = columns
    .split(/, (?=[a-z_]+ )/)
    .map((column) => `ADD COLUMN IF NOT EXISTS ${column}`);
  return `ALTER TABLE ${table} ${added.join(', ')}`;
}

/**
 * Brings the tables of a raw table's rows up to today's columns, and the views between them; on a
 * store that has them already it changes nothing.
 */
function renewRawTables(tables: readonly Keeper[]): string[] {
  const raw = tables.filter(({ table }) => Object.hasOwn(RAW_TABLES, table));
  const views = [
    ...raw.flatMap((keeper) => keeper.sources.map((s) => `${keeper.entry(s)}_to_${keeper.table}`)),
    ...rollupViews().map(({ view }) => view),
  ];
  return [
    ...entryTables()
      .filter(({ table }) => raw.some(({ sources }) => sources.some((s) => rawEntry(s) === table)))
      .map(({ table, columns }) => addColumns(table, columns)),
    ...raw.map(({ table, columns }) => addColumns(table, columns)),
    ...views.map((view) => `DROP VIEW IF EXISTS ${view}`),
    ...raw.flatMap(createViews),
    ...createRollupViews(),
  ];
}

/** Makes hand-overs to a store of an earlier version as quick as to a new one. */
function quickenHandOvers(tables: readonly Keeper[]): string[] {
  const rollups = tables.filter((keeper) => keeper.entry('runs') === ROLLUP_ENTRY_TABLE.table);
  return [
    ...tables.map(({ table }) => `ALTER TABLE ${table} MODIFY SETTING ${ONE_FILE_UP_TO}`),
    ...rollups.map(({ table }) => `DROP VIEW IF EXISTS ${ROLLUP_ENTRY_TABLE.table}_to_${table}`),
    ...rollups.flatMap(createViews),
  ];
}

/** Everything that people and rules decide: whole documents, appended, never changed. */
const LEDGER = `CREATE TABLE IF NOT EXISTS ledger (
  sequence UInt64, at DateTime64(3, 'UTC'), kind LowCardinality(String), id String, version UInt32,
  actor String, action LowCardinality(String), reason String, document String,
  previous_hash String, hash String
) ENGINE = MergeTree ORDER BY sequence
  SETTINGS ${DURABLE}`;

/**
 * Rejected events that were replayed. Far longer than rejected events themselves are ever kept: one
 * that outlived its mark could be counted a second time.
 */
const REPLAYED = `CREATE TABLE IF NOT EXISTS quarantine_replayed (
  id String, replayed_at DateTime64(3, 'UTC'), actor String
) ENGINE = MergeTree ORDER BY id TTL toDateTime(replayed_at) + INTERVAL 20 YEAR
  SETTINGS ${DURABLE}`;

/** All migrations, in order. A shipped one never changes; a change is a new one. */
export function migrations(settings: MigrationSettings): readonly Migration[] {
  const tables = keepers(settings.rawRetentionDays);
  return [
    {
      version: 1,
      name: 'telemetry',
      statements: [
        ...entryTables().map(createEntry),
        ...tables.map(createKeeper),
        ...tables.flatMap(createViews),
        ...createRollupViews(),
      ],
    },
    { version: 2, name: 'ledger', statements: [LEDGER] },
    {
      version: 3,
      name: 'spans, drift and distributions',
      statements: [
        ...entryTables().map(createEntry),
        ...tables.map(createKeeper),
        ...renewRawTables(tables),
        ...tables.flatMap(createViews),
      ],
    },
    { version: 4, name: 'replayed quarantine', statements: [REPLAYED] },
    { version: 5, name: 'quicker hand-overs', statements: quickenHandOvers(tables) },
  ];
}
