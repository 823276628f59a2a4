import { createHash, randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createBlockingAlerts } from '../alerts/episode/blocking-alerts.ts';
import { createCutAnswers } from '../decisions/live/cut-answers.ts';
import type { GateRegistry } from '../decisions/registry/gates.ts';
import { createModeRegistry } from '../decisions/registry/modes.ts';
import { createPolicyRegistry } from '../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../decisions/registry/workloads.ts';
import { createStoredAssessments } from '../decisions/stored-assessments.ts';
import { createBacktester } from '../decisions/trial/backtester.ts';
import { createIngest } from '../ingest/create-ingest.ts';
import { refuseForeignSpool, spoolFolder } from '../ingest/foreign-spool.ts';
import { diskFiles } from '../ingest/spool-files.ts';
import { createCutSums } from '../store/cut-sums.ts';
import { createSegmentTarget } from '../store/insert-segment.ts';
import { shareTarget } from '../store/share-target.ts';
import { migrate } from '../store/migrate.ts';
import { findKnownEvents } from '../store/questions/find-known-events.ts';
import { listSpanSenders } from '../store/questions/list-span-senders.ts';
import { listWorkloadActivity } from '../store/questions/list-workload-activity.ts';
import { recentIds } from '../store/questions/recent-ids.ts';
import { createKeyLimiter } from './access/key-limits.ts';
import { createApp } from './app.ts';
import { createBodyRoom } from './body-room.ts';
import type { Services } from './context.ts';
import { takeEventsDirectly } from './direct-events.ts';
import { checkWritable } from './check-writable.ts';
import type { Configuration } from './configuration.ts';
import { createDecisionEffect } from './decision-effect.ts';
import { createDesignEffects, keepDesignEffects } from './design-effects.ts';
import { createGates } from './gates/open-gates.ts';
import { createIngestRate, RATE_SAMPLE_MS } from './ingest-rate.ts';
import { createIngestTail } from './ingest-tail.ts';
import { keepAssessments } from './keep-assessments.ts';
import { keepCutSums } from './keep-cut-sums.ts';
import { createLiveHub } from './live-hub.ts';
import { lockFolder } from './lock-folder.ts';
import { createMetrics } from './metrics.ts';
import { createTelemetryNotes } from './note-telemetry.ts';
import { openAccess, type Access } from './open-access.ts';
import { openDecisions } from './open-decisions.ts';
import { openReviewing } from './open-reviews.ts';
import { openUpkeep } from './open-upkeep.ts';
import { openEffect } from './open-effect.ts';
import { openOrUnlock } from './open-or-unlock.ts';
import { closePort, openPort } from './open-port.ts';
import { createQueryTimes } from './query-times.ts';
import { openRecord } from './record/open-record.ts';
import { createRegistrar } from './register-on-sight.ts';
import { createUserHash, loadSecrets } from './secrets.ts';
import { createPriceRegistry } from './settings/prices.ts';
import { createRedactionSettings } from './settings/redaction.ts';
import type { ServeOptions } from './serve-options.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';
import { createTraceStore } from './trace-store.ts';

/** A running Bellwether. */
export interface RunningServer extends Pick<Access, 'keys' | 'people'> {
  readonly url: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Works once, for the person who started the server. */
  readonly signInLink: string;
  readonly gates: GateRegistry;
  /** Estimates the day's design effects at once, for months of history that have just come. */
  estimateDesignEffects(): Promise<void>;
  /** What decisions are made with, for those of the sample organisation. */
  readonly deciding: Pick<Services, 'assessor' | 'workloads' | 'decisions'>;
  /** Evaluates every minute of the alert rules that is due, at once. */
  readonly evaluateAlerts: () => Promise<void>;
  /** Stops taking requests, hands over what waits, closes the database. */
  stop(): Promise<void>;
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
  const { log, now, keepAssessmentsEveryMs: everyMs } = options;
  const secrets = await loadSecrets(configuration.dataFolder);
  const unlock = await lockFolder(configuration.dataFolder);
  const queryTimes = createQueryTimes(() => performance.now());
  const database = queryTimes.watch(await openOrUnlock(configuration, unlock));
  try {
    // Before the schema changes, while the version that wrote the spool can still hand it over.
    await refuseForeignSpool(diskFiles, spoolFolder(configuration.dataFolder));
    await migrate(database, { rawRetentionDays: configuration.rawRetentionDays });
    const record = await openRecord({ configuration, secrets, database, now, log });
    const { ledger } = record;
    const policies = await createPolicyRegistry(ledger, sha256);
    const workloads = createWorkloadRegistry(ledger, (id) => policies.get(id) !== null, now);
    const prices = createPriceRegistry(ledger);
    const hub = createLiveHub();
    const tail = createIngestTail((seq) => hub.publish({ type: 'tail', data: { seq } }));
    const blocking = createBlockingAlerts();
    const gates = createGates(ledger);
    const modes = createModeRegistry({ ledger, now, randomId: randomUUID });
    const { assessor, decisions } = openDecisions({
      database,
      ledger,
      workloads,
      policies,
      hash: sha256,
      now,
      blockingAlerts: (workload) => blocking.of(workload),
      gateSources: gates.sourcesOf,
      effect: createDecisionEffect(modes),
      hub,
      log,
    });
    const assessments = createStoredAssessments({ database, assessor, now });
    let address = configuration.publicUrl;
    const { alerts, effect } = await openEffect({
      database,
      ledger,
      workloads,
      assessor,
      blocking,
      hasStarterRules: options.hasStarterRules ?? true,
      hub,
      receiverKey: secrets.receivers,
      modes,
      flagsKey: secrets.flags,
      receiverAllow: configuration.receiverAllow,
      publicUrl: () => address,
      now,
      random: Math.random,
      sha256,
    });
    const notes = createTelemetryNotes({ assessor, assessments, workloads, now });
    const designEffects = createDesignEffects({
      database,
      now,
      onWritten: (touched) => notes.note(touched),
    });
    const cutSums = createCutSums(database, randomUUID());
    const registerOnSight = createRegistrar(workloads, log);
    const hashUser = createUserHash(secrets);
    const redaction = createRedactionSettings(ledger, hashUser);
    const { target, alone } = shareTarget(
      createSegmentTarget(database, {
        rawRetentionDays: configuration.rawRetentionDays,
        spool: secrets.spoolName,
        nextToken: randomUUID,
      }),
    );
    const ingest = await createIngest({
      dataFolder: configuration.dataFolder,
      target,
      recentIds: (sinceMs, untilMs) => recentIds(database, sinceMs, untilMs),
      findKnown: (question) => findKnownEvents(database, question),
      traceStore: createTraceStore(database),
      dedupeKey: secrets.dedupe,
      limits: {
        dedupeWindowMs: configuration.dedupeWindowMs,
        bytes: configuration.spoolLimitBytes,
        ...options.ingestLimits,
      },
      hashUser,
      priceOverrides: prices.current,
      redactor: redaction.current,
      now,
      randomId: randomUUID,
      random: Math.random,
      log,
      onTaken: (news) => tail.note(news),
      onHandedOver: async ({ table, rows, sinceMs, workloads: touched }) => {
        metrics.observeHandOver(table, rows);
        if (table === 'quarantine') {
          tail.announce();
          notes.noteRejected(sinceMs);
        }
        if (touched === null) return;
        notes.note(touched);
        await registerOnSight(touched.keys());
        hub.publish({ type: 'telemetry', data: { workloads: [...touched.keys()] } });
      },
    });
    const metrics = createMetrics(ingest, alerts.alerting.engine, alerts.notifying.outbox);
    metrics.register(queryTimes.histogram);
    const rate = createIngestRate(() => ingest.status().accepted, now);
    const watchingRate = setInterval(() => rate.sample(), RATE_SAMPLE_MS).unref();
    // What a crash left between hand-over and registration.
    await registerOnSight((await listWorkloadActivity(database)).map(({ workload }) => workload));
    const access = await openAccess({
      database,
      ledger,
      secrets,
      configuration,
      publicUrl: () => address ?? '',
      log,
      now,
    });
    const kept = { database, ledger, workloads, assessor, now };
    const services: Services = {
      database,
      ingest,
      tail,
      rate,
      spoolLimitBytes: configuration.spoolLimitBytes,
      workloads,
      policies,
      prices,
      redaction,
      assessor,
      cuts: createCutAnswers({ database, cutSums, assessor }),
      backtester: createBacktester({ assessor, workloads, policies, hash: sha256, now }),
      assessments,
      gates: gates.open({ database, assessor, workloads, policies, now }),
      decisions,
      alerts: alerts.alerting,
      notifying: alerts.notifying,
      reviewing: openReviewing({ ...kept, alerts, ingest, secrets }),
      effect,
      record: record.desk,
      bodyRoom: createBodyRoom(),
      limiter: createKeyLimiter(configuration.keyEventsPerSecond),
      ...(await openUpkeep({
        ...kept,
        ingest,
        alone,
        assessments,
        designEffects,
        cutSums,
        tail,
        hashUser,
        randomId: randomUUID,
        dataFolder: configuration.dataFolder,
        log,
      })),
      ...access,
      spanSenders: new Set(await listSpanSenders(database)),
      hub,
      metrics,
      log,
      now,
      randomId: randomUUID,
      pagesFolder: options.pagesFolder,
      checkWritable: () => checkWritable(configuration.dataFolder),
      metricsOpen: configuration.metricsOpen,
      trustedProxies: configuration.trustedProxies,
      secureCookies: configuration.publicUrl?.startsWith('https:') ?? false,
      isDemo: options.isDemo,
    };
    const app = createApp(services);
    const direct = (router: RequestListener) => takeEventsDirectly(services, router);
    const { server, url } = await openPort(app.fetch, direct, configuration, {
      ...SOCKET_LIMITS,
      ...options.socketLimits,
    }).catch(async (error: unknown) => {
      await ingest.close();
      throw error;
    });
    address = configuration.publicUrl ?? url;
    const stops = [
      keepAssessments({ assessments, workloads, log, everyMs }),
      keepDesignEffects({ designEffects, log }),
      keepCutSums({ cutSums, log }),
      decisions.keep(),
      effect.keep(log),
      record.keep(metrics),
    ];
    return {
      url,
      fetch: app.fetch,
      signInLink: `${address.replace(/\/$/, '')}/signin#token=${access.signIn.issueLinkToken()}`,
      keys: access.keys,
      people: access.people,
      gates: gates.registry,
      deciding: services,
      evaluateAlerts: () => alerts.alerting.engine.catchUp(),
      estimateDesignEffects: () => designEffects.estimateToday(),
      async stop() {
        clearInterval(watchingRate);
        await closePort(server);
        await Promise.all(stops.map((stop) => stop()));
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
