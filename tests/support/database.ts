import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { startClickHouseFront, type ClickHouseFront } from './clickhouse-front.ts';
import { placeEmptyStore } from './empty-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const RAW_RETENTION_DAYS = 90;

/** Both ways to reach ClickHouse. */
export const TRANSPORTS = ['embedded', 'server'] as const;

/**
 * A real database of this test file's own, migrated and empty. One a file: the engine holds one
 * folder a process.
 * @param transport `server` goes over HTTP to a front of the same engine
 */
export function useDatabase(transport: (typeof TRANSPORTS)[number] = 'embedded'): () => Database {
  const folder = temporaryFolder('database');
  let database: Database | undefined;
  let front: ClickHouseFront | undefined;
  beforeAll(async () => {
    placeEmptyStore(folder);
    if (transport === 'embedded') {
      database = await openDatabase({ kind: 'embedded', folder });
    } else {
      front = await startClickHouseFront(folder);
      database = await openDatabase({
        kind: 'server',
        url: front.url,
        user: 'default',
        password: '',
        database: 'bellwether',
      });
    }
    await migrate(database, { rawRetentionDays: RAW_RETENTION_DAYS });
  });
  afterAll(async () => {
    await database?.close();
    await front?.close();
  });
  return () => {
    if (!database) throw new Error('the database opens before the first test');
    return database;
  };
}
