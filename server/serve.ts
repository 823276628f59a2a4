import { createHash, createHmac, randomUUID } from 'node:crypto';
import { serve as listen, type ServerType } from '@hono/node-server';
import type { Logger } from 'pino';
import { createAssessor } from '../decisions/assessor.ts';
import { createPolicyRegistry } from '../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../decisions/registry/workloads.ts';
import { createIngest } from '../ingest/ingest.ts';
import type { Database } from '../store/database.ts';
import { createSegmentTarget } from '../store/insert-segment.ts';
import { openLedger } from '../store/ledger/ledger.ts';
import { migrate } from '../store/migrate.ts';
import { openDatabase } from '../store/open-database.ts';
import { listWorkloadActivity } from '../store/questions/list-workload-activity.ts';
import { recentIds } from '../store/questions/recent-ids.ts';
import { createApiKeys, type ApiKeys } from './access/api-keys.ts';
import { createSignIn } from './access/sign-in.ts';
import { createApp } from './app.ts';
import { checkWritable } from './check-writable.ts';
import type { Configuration } from './configuration.ts';
import { createLiveHub } from './live-hub.ts';
import { lockFolder } from './lock-folder.ts';
import { createMetrics } from './metrics.ts';
import { createRegistrar } from './register-on-sight.ts';
import { loadSecrets } from './secrets.ts';
import { watchVerdicts } from './verdict-watch.ts';

/** A running Bellwether. */
export interface RunningServer {
  readonly url: string;
  /** Works once, for the person who started the server. */
  readonly signInLink: string;
  readonly keys: ApiKeys;
  /** Stops taking requests, hands over what waits, closes the database. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly log: Logger;
  readonly now: () => number;
  readonly pagesFolder: string | null;
  readonly isDemo: boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Starts everything on one configuration.
 * @throws when the folder is in use, the store is newer, or the port is taken
 */
export async function serve(
  configuration: Configuration,
  options: ServeOptions,
): Promise<RunningServer> {
  const { log, now } = options;
  const secrets = await loadSecrets(configuration.dataFolder);
  const unlock = await lockFolder(configuration.dataFolder);
  const database = await openOrUnlock(configuration, unlock);
  try {
    await migrate(database, { rawRetentionDays: configuration.rawRetentionDays });
    const ledger = await openLedger(database, secrets.ledger, now);
    const policies = await createPolicyRegistry(ledger, sha256);
    const workloads = createWorkloadRegistry(ledger, (id) => policies.get(id) !== null);
    const hub = createLiveHub();
    const assessor = createAssessor({
      database,
      workloads,
      policies,
      hash: sha256,
      now,
    });
    const registerOnSight = createRegistrar(workloads, log);
    const ingest = await createIngest({
      dataFolder: configuration.dataFolder,
      target: createSegmentTarget(database, {
        rawRetentionDays: configuration.rawRetentionDays,
        spool: secrets.spoolName,
        nextToken: randomUUID,
      }),
      recentIds: (sinceMs, untilMs) => recentIds(database, sinceMs, untilMs),
      dedupeKey: secrets.dedupe,
      limits: {
        dedupeWindowMs: configuration.dedupeWindowMs,
        bytes: configuration.spoolLimitBytes,
      },
      hashUser: (user) =>
        createHmac('sha256', secrets.users).update(user).digest('hex').slice(0, 32),
      now,
      randomId: randomUUID,
      random: Math.random,
      log,
      onHandedOver: async ({ table, rows, workloads: touched }) => {
        metrics.observeHandOver(table, rows);
        if (touched === null) return;
        // What is kept in memory is outdated from here on, whatever becomes of the registration.
        assessor.noteTelemetry(touched);
        await registerOnSight(touched.keys());
        hub.publish({ type: 'telemetry', data: { workloads: [...touched.keys()] } });
      },
    });
    const metrics = createMetrics(ingest);
    // What a crash left between hand-over and registration.
    await registerOnSight((await listWorkloadActivity(database)).map(({ workload }) => workload));
    const keys = createApiKeys(ledger, configuration.adminKey, now);
    const signIn = createSignIn(secrets.session, now);
    const app = createApp({
      database,
      ingest,
      workloads,
      policies,
      assessor,
      keys,
      signIn,
      hub,
      metrics,
      log,
      now,
      pagesFolder: options.pagesFolder,
      checkWritable: () => checkWritable(configuration.dataFolder),
      metricsOpen: configuration.metricsOpen,
      secureCookies: configuration.publicUrl?.startsWith('https:') ?? false,
      isDemo: options.isDemo,
    });
    const { server, port } = await openPort(app.fetch, configuration).catch(
      async (error: unknown) => {
        await ingest.close();
        throw error;
      },
    );
    const url = `http://${configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host}:${port}`;
    const stopWatching = watchVerdicts({ assessor, workloads, hub, log });
    const publicUrl = configuration.publicUrl ?? url;
    return {
      url,
      signInLink: `${publicUrl.replace(/\/$/, '')}/signin#token=${signIn.issueLinkToken()}`,
      keys,
      async stop() {
        await closePort(server);
        await stopWatching();
        // What can't be handed over now waits on disk for the next start.
        await ingest
          .flush()
          .catch((error: unknown) => log.warn({ err: error }, 'telemetry waits on disk'));
        await ingest.close();
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await database.close();
    await unlock();
    throw error;
  }
}

async function openOrUnlock(
  { database }: Configuration,
  unlock: () => Promise<void>,
): Promise<Database> {
  try {
    return await openDatabase(database);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openPort(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: Configuration,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: host, port }, (info) =>
      resolve({ server, port: info.port }),
    );
    server.once('error', reject);
  });
}

/** Open event streams never end by themselves, so they are cut. */
async function closePort(server: ServerType): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
