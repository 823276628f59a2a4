/** What the table of the alert log is called. */
export const ALERT_LOG_TABLE = 'alert_log';

/**
 * What evaluation and delivery of alerts have to find again after a restart, and what alerts there have
 * been: the latest document of each kind and id, by sequence. No partitions, so that the entries of one
 * act are one block, stored whole or not at all.
 */
export const CREATE_ALERT_LOG_TABLE = `CREATE TABLE IF NOT EXISTS ${ALERT_LOG_TABLE} (
  kind LowCardinality(String), id String, sequence UInt64, at DateTime64(3, 'UTC'),
  document String CODEC(ZSTD(3))
) ENGINE = ReplacingMergeTree(sequence) ORDER BY (kind, id) TTL toDateTime(at) + INTERVAL 2 YEAR
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
