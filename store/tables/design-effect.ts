import { HOUR_RETENTION } from './keeper.ts';

/** What the table of design effects is called. */
export const DESIGN_EFFECT_TABLE = 'design_effect';

/**
 * How much runs that come in clusters are worth, by workload, signal and when it became known; a second
 * writing replaces the first.
 */
export const CREATE_DESIGN_EFFECT_TABLE = `CREATE TABLE IF NOT EXISTS ${DESIGN_EFFECT_TABLE} (
  workload LowCardinality(String), at DateTime('UTC'), signal LowCardinality(String),
  effect Float64, clusters UInt64, n UInt64
) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY (workload, at, signal)
  TTL at + ${HOUR_RETENTION} SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
