import { entryTables, keepers } from './tables/all-tables.ts';
import { CREATE_ALERT_LOG_TABLE } from './tables/alert-log.ts';
import { CREATE_ASSESSMENT_TABLE } from './tables/assessment.ts';
import { CREATE_CREDENTIAL_TABLE } from './tables/credential.ts';
import { CREATE_DESIGN_EFFECT_TABLE } from './tables/design-effect.ts';
import { CREATE_PROCESS_TABLES } from './tables/process.ts';
import { FEATURE_HOUR, REJECTED_HOUR } from './tables/hour-keepers.ts';
import type { RawTable } from './raw-columns.ts';
import type { Keeper } from './tables/keeper.ts';
import { rollupViews } from './tables/rollups.ts';

/** One step of the schema, applied once and recorded. Statements can be run again after a kill. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
  /**
   * True where it only mends stores of earlier versions, whose tables are renewed before: a new store
   * gets today's at once, and skips it.
   */
  readonly isUpgrade?: true;
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
function addColumns({ table, columns }: { table: string; columns: string }): string {
  const added = columns
    .split(/,\s+(?=[a-z_]+ )/)
    .map((column) => `ADD COLUMN IF NOT EXISTS ${column}`);
  return `ALTER TABLE ${table} ${added.join(', ')}`;
}

/**
 * Brings a store of any earlier version up to today's tables, columns, views and settings; on a store
 * that has them already it changes nothing.
 */
export function renewTables(settings: MigrationSettings): string[] {
  const tables = keepers(settings.rawRetentionDays);
  const views = [
    ...tables.flatMap((keeper) =>
      keeper.sources.map((source) => `${keeper.entry(source)}_to_${keeper.table}`),
    ),
    ...rollupViews().map(({ view }) => view),
  ];
  return [
    ...entryTables().map(createEntry),
    ...tables.map(createKeeper),
    ...[...entryTables(), ...tables].map(addColumns),
    ...new Set(views.map((view) => `DROP VIEW IF EXISTS ${view}`)),
    ...tables.flatMap(createViews),
    ...createRollupViews(),
    ...tables.map(({ table }) => `ALTER TABLE ${table} MODIFY SETTING ${ONE_FILE_UP_TO}`),
  ];
}

/** Fills a keeper that an earlier version did not have with what its source has kept until now. */
function refill(keeper: Keeper, source: RawTable, from: string): string[] {
  const names = keeper.columnNames(source).join(', ');
  return [
    `TRUNCATE TABLE ${keeper.table}`,
    `INSERT INTO ${keeper.table} (${names}) ${keeper.select(source, from)}`,
  ];
}

const DISTRIBUTION_EVENTS =
  "(SELECT *, 'distribution' AS kind, toInt8(1) AS sign FROM distribution)";

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
        CREATE_DESIGN_EFFECT_TABLE,
      ],
    },
    { version: 2, name: 'ledger', statements: [LEDGER] },
    { version: 3, name: 'spans, drift and distributions', statements: [], isUpgrade: true },
    { version: 4, name: 'replayed quarantine', statements: [REPLAYED] },
    { version: 5, name: 'quicker hand-overs', statements: [], isUpgrade: true },
    {
      version: 6,
      name: 'features, ages and clusters',
      statements: [
        ...refill(FEATURE_HOUR, 'events', DISTRIBUTION_EVENTS),
        ...refill(REJECTED_HOUR, 'quarantine', 'quarantine'),
        CREATE_DESIGN_EFFECT_TABLE,
      ],
      isUpgrade: true,
    },
    { version: 7, name: 'cuts', statements: [], isUpgrade: true },
    { version: 8, name: 'stored assessments', statements: [CREATE_ASSESSMENT_TABLE] },
    { version: 9, name: 'alerts', statements: [CREATE_ALERT_LOG_TABLE] },
    { version: 10, name: 'credentials', statements: [CREATE_CREDENTIAL_TABLE] },
    { version: 11, name: 'several processes', statements: CREATE_PROCESS_TABLES },
  ];
}
