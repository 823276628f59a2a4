import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClientConfigOptions,
} from '@clickhouse/client';
import { CLUSTER_SETTINGS, clusterDatabase } from './cluster/cluster-database.ts';
import {
  STATEMENT_TIMEOUT_SECONDS,
  asUnavailable,
  createDatabase,
  type Database,
} from './database.ts';

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/** Where the database is: a folder for the embedded engine, or a server's address. */
export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly folder: string }
  | {
      readonly kind: 'server';
      readonly url: string;
      readonly user: string;
      readonly password: string;
      readonly database: string;
      /** Name of the cluster whose nodes share the tables; absent for one server. */
      readonly cluster?: string;
    };

/**
 * What each of the engine's caches of places of rows in files may take: left alone they may grow to 5 GB
 * each, more than the machine may have.
 */
const CACHE_BYTES = 268_435_456;

/**
 * Queries take a core each at most, so that ingest and pages keep going beside them, and merges one
 * among them: every fifth hand-over makes parts of ten tables to be merged, for which whoever asked
 * just then waited on two cores.
 */
const ENGINE_ARGUMENTS = [
  '--max_threads=2',
  '--background_pool_size=1',
  // Four may be under way on that thread in turns, as before, so that an erasure waits for no long one.
  '--background_merges_mutations_concurrency_ratio=4',
  ...['mark_cache_size', 'index_mark_cache_size', 'primary_index_cache_size'].map(
    (name) => `--${name}=${CACHE_BYTES}`,
  ),
];

/** Opens the embedded engine on a folder; one process at a time may hold it. */
async function openEmbedded(folder: string): Promise<Database> {
  await mkdir(folder, { recursive: true });
  // CommonJS packages without named exports for `import`; the engine binds one folder a process.
  const require = createRequire(import.meta.url);
  const { Session, drainPending } = require('chdb') as typeof import('chdb');
  const { createChdbConnection } = require('chdb/connection') as typeof import('chdb/connection');
  const session = new Session(folder, { connectionArgs: ENGINE_ARGUMENTS });
  // The two packages name the same interface from two copies of its declaration.
  const connection = createChdbConnection({ path: folder }) as unknown as Connection;
  const client = createClient({ connection });
  return releasingMemory(
    createDatabase(client, 'file', async () => {
      session.close();
      await drainPending();
    }),
  );
}

/** Gives memory that the engine's allocator keeps for later back to the system; takes milliseconds. */
export const RELEASE_MEMORY = 'SYSTEM JEMALLOC PURGE';
/**
 * The allocator gives back by itself only what threads that go on allocating touch, and those of the
 * engine rest between hand-overs: hundreds of megabytes stayed.
 */
const RELEASE_EVERY_MS = 2_500;

function releasingMemory(database: Database): Database {
  let current: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // An engine that does not know the statement needs none: the memory stays as it was before.
    current = database.command('release-memory', RELEASE_MEMORY).catch(() => clearInterval(timer));
  }, RELEASE_EVERY_MS).unref();
  return {
    ...database,
    async close() {
      clearInterval(timer);
      await current;
      await database.close();
    },
  };
}

/**
 * Longer than any statement may run there: a hand-over that was given up here must be over there
 * too, or its repair would put in beside it what it still puts in.
 */
const REQUEST_TIMEOUT_MS = 2 * STATEMENT_TIMEOUT_SECONDS * 1000;

/** Connects to a ClickHouse server over HTTP(S), making its database if it is missing. */
async function openServer(
  location: DatabaseLocation & { kind: 'server' },
  requestTimeoutMs: number,
): Promise<Database> {
  const { url, user: username, password, database, cluster } = location;
  const access = {
    url,
    username,
    password,
    request_timeout: requestTimeoutMs,
    // Long lists travel in the body: proxies take 8 KB of address, and a server 1 MiB.
    use_multipart_params_auto: true,
    // Every failure is thrown, and logged where it is known what it means.
    log: { level: ClickHouseLogLevel.OFF },
  };
  const first = createClient(access);
  try {
    await first.command({
      query: `CREATE DATABASE IF NOT EXISTS {database:Identifier}${cluster === undefined ? '' : ` ON CLUSTER ${cluster}`}`,
      query_params: { database },
    });
  } catch (cause) {
    throw asUnavailable('the start', cause);
  } finally {
    await first.close();
  }
  if (cluster === undefined) return createDatabase(createClient({ ...access, database }), 'body');
  const settings = { clickhouse_settings: CLUSTER_SETTINGS };
  return clusterDatabase(
    createDatabase(createClient({ ...access, ...settings, database }), 'body'),
    cluster,
  );
}

/**
 * Opens the database, embedded or server; everything above it is the same code.
 * @param requestTimeoutMs how long a server may say nothing before it counts as away
 * @throws when the folder is held by another process or the server refuses
 */
export function openDatabase(
  location: DatabaseLocation,
  requestTimeoutMs: number = REQUEST_TIMEOUT_MS,
): Promise<Database> {
  return location.kind === 'embedded'
    ? openEmbedded(location.folder)
    : openServer(location, requestTimeoutMs);
}
