/** What the table of signs of life is called. */
export const PROCESS_TABLE = 'process';
/** What the table of epochs of the ledger's writer is called. */
export const CONTROL_EPOCH_TABLE = 'control_epoch';
/** What the table of hand-overs is called that other processes have to hear of. */
export const HAND_OVER_TABLE = 'hand_over';

/** The latest sign of life of each process: lost with a power cut, and written again within seconds. */
const CREATE_PROCESS_TABLE = `CREATE TABLE IF NOT EXISTS ${PROCESS_TABLE} (
  process String, run String, role LowCardinality(String), address String, peers String,
  status String, at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree(at) ORDER BY process TTL toDateTime(at) + INTERVAL 7 DAY`;

/** Who writes the ledger: the highest epoch, and of two that claimed it at once the earlier. */
const CREATE_CONTROL_EPOCH_TABLE = `CREATE TABLE IF NOT EXISTS ${CONTROL_EPOCH_TABLE} (
  epoch UInt64, holder String, at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY (epoch, at)
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

/** What other processes have handed over, for the one that keeps telemetry in memory. */
const CREATE_HAND_OVER_TABLE = `CREATE TABLE IF NOT EXISTS ${HAND_OVER_TABLE} (
  process String, segment UInt64, source LowCardinality(String), since_ms Int64,
  workloads Array(String), min_ts_ms Array(Int64), at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = MergeTree ORDER BY at TTL toDateTime(at) + INTERVAL 1 DAY`;

/** Makes the tables of several processes. */
export const CREATE_PROCESS_TABLES: readonly string[] = [
  CREATE_PROCESS_TABLE,
  CREATE_CONTROL_EPOCH_TABLE,
  CREATE_HAND_OVER_TABLE,
];
