import { HOUR_RETENTION } from './keeper.ts';

/** What a table of assessments is called. */
export const ASSESSMENT_TABLE = 'assessment';

/**
 * The assessment of each workload at each grid instant, as it was worked out shortly after it. Written
 * once; what arrives later does not change it. Documents that follow each other are nearly the same,
 * so they compress well beside each other.
 */
export const CREATE_ASSESSMENT_TABLE = `CREATE TABLE IF NOT EXISTS ${ASSESSMENT_TABLE} (
  workload LowCardinality(String), at DateTime('UTC'), next_at DateTime('UTC'),
  stored_at DateTime64(3, 'UTC'),
  policy_id LowCardinality(String), policy_version UInt32, policy_hash String,
  verdict LowCardinality(String), proposed LowCardinality(String), evidence_hash String,
  document String CODEC(ZSTD(3))
) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (workload, at) TTL at + ${HOUR_RETENTION}
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
