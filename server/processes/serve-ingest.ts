import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { BellwetherError } from '../../core/errors.ts';
import { refuseForeignSpool, spoolFolder } from '../../ingest/foreign-spool.ts';
import { diskFiles } from '../../ingest/spool-files.ts';
import type { Database } from '../../store/database.ts';
import { readDatabaseClock, storeHandOver } from '../../store/hand-over-notes.ts';
import { isMigrated, prepareProcesses } from '../../store/migrate.ts';
import { listSpanSenders } from '../../store/questions/list-span-senders.ts';
import { createKeyLimiter } from '../access/key-limits.ts';
import { createBodyRoom } from '../body-room.ts';
import { checkWritable } from '../check-writable.ts';
import type { Configuration } from '../configuration.ts';
import type { TelemetryServices } from '../context.ts';
import { takeEventsDirectly } from '../direct-events.ts';
import { createIngestRate, RATE_SAMPLE_MS } from '../ingest-rate.ts';
import { lockFolder } from '../lock-folder.ts';
import { createMetrics } from '../metrics.ts';
import { beginTakenIds, openIngest } from '../open-ingest.ts';
import { openOrUnlock } from '../open-or-unlock.ts';
import { closePort, openPort } from '../open-port.ts';
import { createOtlpKeeper } from '../otlp-keeper.ts';
import { createUserHash, loadSecrets } from '../secrets.ts';
import type { ServeOptions } from '../serve-options.ts';
import { SOCKET_LIMITS } from '../socket-limits.ts';
import { followRecord } from './follow-record.ts';
import { createIngestApp } from './ingest-app.ts';
import { keepBeating } from './keep-beating.ts';
import { createPeers } from './peers.ts';
import { agreementOf, writeStatus } from './process-beat.ts';
import { loadProcessId } from './process-id.ts';

/** A running process that only takes telemetry in. */
export interface RunningIngest {
  readonly url: string;
  /** Stops taking requests, hands over what waits, closes the database. */
  stop(): Promise<void>;
}

const SCHEMA_PATIENCE_MS = 60_000;
const SCHEMA_LOOK_MS = 500;

/** Waits for the control process to bring up the schema. @throws BellwetherError `conflict` */
async function awaitSchema(
  database: Database,
  { rawRetentionDays }: Configuration,
  log: Pick<Logger, 'info'>,
): Promise<void> {
  for (let waitedMs = 0; !(await isMigrated(database, { rawRetentionDays }));) {
    if (waitedMs === 0) log.info('the schema is not there yet: waiting for the control process');
    if (waitedMs >= SCHEMA_PATIENCE_MS) {
      throw new BellwetherError(
        'conflict',
        'the database lacks the schema of this version: start a control process of it first',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, SCHEMA_LOOK_MS));
    waitedMs += SCHEMA_LOOK_MS;
  }
}

/**
 * Starts a process in the role `ingest`.
 * @throws when the folder is in use, the store is newer, another process would not agree, or the port is taken
 */
export async function serveIngest(
  configuration: Configuration,
  options: Pick<ServeOptions, 'log' | 'now' | 'ingestLimits' | 'socketLimits'>,
): Promise<RunningIngest> {
  const { dataFolder, process: settings } = configuration;
  const secrets = await loadSecrets(dataFolder, settings.secret);
  const unlock = await lockFolder(dataFolder);
  const database = await openOrUnlock(configuration, unlock);
  const undo: (() => Promise<void>)[] = [unlock, () => database.close()];
  const undoAll = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await open();
  } catch (error) {
    await undoAll();
    throw error;
  }

  async function open(): Promise<RunningIngest> {
    const { log, now } = options;
    await refuseForeignSpool(diskFiles, spoolFolder(dataFolder));
    const taking = { configuration, limits: options.ingestLimits, secrets, now, log };
    const takenIds = beginTakenIds(taking);
    await prepareProcesses(database);
    await awaitSchema(database, configuration, log);
    const { id, spoolNumber } = await loadProcessId(dataFolder);
    const run = randomBytes(8).toString('hex');
    /** Empty until it is known what an earlier run left in the spool. */
    let tellStatus = (_asOfMs: number): string => '';
    const beat = async () => ({
      process: id,
      run,
      role: 'ingest',
      address: settings.self ?? '',
      peers: agreementOf(settings),
      status: tellStatus(await readDatabaseClock(database)),
    });
    undo.push(await keepBeating(database, beat, log));
    const hashUser = createUserHash(secrets);
    const { adminKey } = configuration;
    const record = await followRecord({ database, adminKey, hashUser, now });
    undo.push(record.keep(log));
    const peers = createPeers(settings, secrets);
    const { ingest: local, alone } = await openIngest({
      ...taking,
      takenIds,
      spool: { name: id, number: spoolNumber },
      database,
      peers,
      hashUser,
      priceOverrides: record.priceOverrides,
      redactor: record.redactor,
      onHandedOver: ({ table, rows }) => metrics.observeHandOver(table, rows),
      noteHandedOver: ({ table, id: segment, sinceMs, workloads }) =>
        storeHandOver(database, {
          process: id,
          segment,
          table,
          sinceMs,
          workloads: workloads ?? new Map(),
        }),
    });
    undo.push(() => local.close());
    const metrics = createMetrics(local, null, null);
    const ingest = peers?.share(local, () => []) ?? local;
    const rate = createIngestRate(() => local.status().accepted, now);
    tellStatus = (asOfMs) => writeStatus(local.status(), asOfMs);
    const watching = setInterval(() => rate.sample(), RATE_SAMPLE_MS).unref();
    undo.push(async () => clearInterval(watching));
    const spanSenders = new Set(await listSpanSenders(database));
    const services: TelemetryServices = {
      database,
      ingest,
      otlp: createOtlpKeeper({ ingest, local, spanSenders, now }),
      peers,
      rate,
      spoolLimitBytes: configuration.spoolLimitBytes,
      keys: record.keys,
      // People sign in to the control process.
      signIn: { authenticate: () => null },
      limiter: createKeyLimiter(configuration.keyEventsPerSecond),
      bodyRoom: createBodyRoom(),
      metrics,
      log,
      now,
      checkWritable: () => checkWritable(dataFolder),
      metricsOpen: configuration.metricsOpen,
      secureCookies: false,
      catchUp: null,
      isLate: null,
    };
    const app = createIngestApp(services, local, alone);
    const direct = (router: RequestListener) => takeEventsDirectly(services, router);
    const { server, url } = await openPort(app.fetch, direct, configuration, {
      ...SOCKET_LIMITS,
      ...options.socketLimits,
    });
    return {
      url,
      async stop() {
        await closePort(server);
        // What can't be handed over now waits on disk for the next start.
        await local
          .flush()
          .catch((error: unknown) => log.warn({ err: error }, 'telemetry waits on disk'));
        await undoAll();
      },
    };
  }
}
