import type { Database } from '../database.ts';
import { clusterStatements } from './cluster-statement.ts';

/**
 * What every connection to a cluster asks for: rows are where they belong when an insert is answered, what
 * one question joins is on one shard, and what one process has written another reads.
 */
export const CLUSTER_SETTINGS = {
  distributed_foreground_insert: 1,
  distributed_product_mode: 'local',
  insert_quorum: 'auto',
  insert_quorum_parallel: 0,
  select_sequential_consistency: '1',
  // A statement on the cluster is over when every node has run it.
  distributed_ddl_task_timeout: '180',
  distributed_ddl_output_mode: 'throw',
} as const;

/** The same database where its tables lie on a cluster: statements that change tables change them there. */
export function clusterDatabase(database: Database, cluster: string): Database {
  return {
    ...database,
    async command(name, sql, parameters) {
      for (const statement of clusterStatements(sql, cluster)) {
        await database.command(name, statement, parameters);
      }
    },
  };
}
