/** What the table of credentials is called. */
export const CREDENTIAL_TABLE = 'credential';

/**
 * What people sign in with: the latest row of each person, sealed before it comes here. Not in the ledger,
 * which is shown to auditors and never forgets.
 */
export const CREATE_CREDENTIAL_TABLE = `CREATE TABLE IF NOT EXISTS ${CREDENTIAL_TABLE} (
  person String, version UInt64, sealed String
) ENGINE = ReplacingMergeTree(version) ORDER BY person
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
