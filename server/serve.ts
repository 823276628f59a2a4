import { createHash, randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createBlockingAlerts } from '../alerts/episode/blocking-alerts.ts';
import { createCutAnswers } from '../decisions/live/cut-answers.ts';
import { createModeRegistry } from '../decisions/registry/modes.ts';
import { createPolicyRegistry } from '../decisions/registry/policies.ts';
import { createWorkloadRegistry } from '../decisions/registry/workloads.ts';
import { createStoredAssessments } from '../decisions/stored-assessments.ts';
import { createBacktester } from '../decisions/trial/backtester.ts';
import { refuseForeignSpool, spoolFolder } from '../ingest/foreign-spool.ts';
import { diskFiles } from '../ingest/spool-files.ts';
import { createCutSums } from '../store/cut-sums.ts';
import { migrate } from '../store/migrate.ts';
import { listSpanSenders } from '../store/questions/list-span-senders.ts';
import { listWorkloadActivity } from '../store/questions/list-workload-activity.ts';
import { createKeyLimiter } from './access/key-limits.ts';
import { createApp } from './app.ts';
import { createBodyRoom } from './body-room.ts';
import type { Services } from './context.ts';
import { takeEventsDirectly } from './direct-events.ts';
import { checkWritable } from './check-writable.ts';
import type { Configuration } from './configuration.ts';
import { createCatchUp } from './catch-up.ts';
import { createDecisionEffect } from './decision-effect.ts';
import { createDesignEffects, keepDesignEffects } from './design-effects.ts';
import { createGates } from './gates/open-gates.ts';
import { createIngestRate, RATE_SAMPLE_MS } from './ingest-rate.ts';
import { createIngestTail } from './ingest-tail.ts';
import { createTelemetryHearer } from './hear-telemetry.ts';
import { keepAssessments } from './keep-assessments.ts';
import { keepCutSums } from './keep-cut-sums.ts';
import { createLiveHub } from './live-hub.ts';
import { lockFolder } from './lock-folder.ts';
import { createMetrics } from './metrics.ts';
import { createTelemetryNotes } from './note-telemetry.ts';
import { openAccess } from './open-access.ts';
import { openDecisions } from './open-decisions.ts';
import { openReviewing } from './open-reviews.ts';
import { openUpkeep } from './open-upkeep.ts';
import { openEffect } from './open-effect.ts';
import { beginTakenIds, openIngest } from './open-ingest.ts';
import { openOrUnlock } from './open-or-unlock.ts';
import { closePort, openPort } from './open-port.ts';
import { openPortfolioFile } from './portfolio-file.ts';
import { createQueryTimes } from './query-times.ts';
import { createOtlpKeeper } from './otlp-keeper.ts';
import { openProcess } from './processes/open-process.ts';
import { readStatuses } from './processes/process-beat.ts';
import { openRecord } from './record/open-record.ts';
import { createRegistrar } from './register-on-sight.ts';
import { createUserHash, loadSecrets } from './secrets.ts';
import { createPriceRegistry } from './settings/prices.ts';
import { createRedactionSettings } from './settings/redaction.ts';
import type { RunningServer } from './running-server.ts';
import type { ServeOptions } from './serve-options.ts';
import { createSettledTelemetry } from './settled-telemetry.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';

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
  const secrets = await loadSecrets(configuration.dataFolder, configuration.process.secret);
  const unlock = await lockFolder(configuration.dataFolder);
  const queryTimes = createQueryTimes(() => performance.now());
  const opened = queryTimes.watch(await openOrUnlock(configuration, unlock));
  let leave = async (): Promise<void> => undefined;
  try {
    const onLost = options.onLost ?? (() => undefined);
    const place = { configuration, secrets, database: opened, onLost, now, log };
    const { database, spool, peers, others, ...own } = await openProcess(place);
    leave = own.leave;
    // Before the schema changes, while the version that wrote the spool can still hand it over.
    await refuseForeignSpool(diskFiles, spoolFolder(configuration.dataFolder));
    const taking = { configuration, limits: options.ingestLimits, secrets, now, log };
    // Ten million take a second, in which the database answers the rest of what a start asks.
    const takenIds = beginTakenIds(taking);
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
    const lastLines = await openPortfolioFile(configuration.dataFolder, { now, log });
    const { assessor, decisions } = openDecisions({
      lineBefore: (workload) => lastLines.before(workload),
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
      lastLines,
      blocking,
      hasStarterRules: options.hasStarterRules ?? true,
      hub,
      receiverKey: secrets.receivers,
      modes,
      flagsKey: secrets.flags,
      receiverAllow: configuration.receiverAllow,
      publicUrl: () => address,
      now: options.alertNow ?? now,
      settledMs: () => settledMs(),
      random: Math.random,
      sha256,
    });
    const notes = createTelemetryNotes({ assessor, assessments, workloads, now });
    const designEffects = createDesignEffects({
      database,
      now,
      onWritten: (touched) => notes.note(touched),
    });
    const catchUp = createCatchUp({ assessor, hub, log });
    const cutSums = createCutSums(database, randomUUID());
    const registerOnSight = createRegistrar(workloads, log);
    const hashUser = createUserHash(secrets);
    const redaction = createRedactionSettings(ledger, hashUser);
    const hear = createTelemetryHearer({ notes, tail, registerOnSight, hub });
    const spooled = await openIngest({
      ...taking,
      takenIds,
      spool,
      database,
      peers,
      hashUser,
      priceOverrides: prices.current,
      redactor: redaction.current,
      onTaken: (news) => tail.note(news),
      async onHandedOver(segment) {
        metrics.observeHandOver(segment.table, segment.rows);
        await hear(segment);
      },
    });
    const settledMs = createSettledTelemetry({ database, own: spooled.ingest, peers, now });
    const statuses = () => readStatuses(others());
    const ingest = peers?.share(spooled.ingest, statuses) ?? spooled.ingest;
    const alone = <T>(task: () => Promise<T>): Promise<T> =>
      peers ? peers.paused(() => spooled.alone(task)) : spooled.alone(task);
    const metrics = createMetrics(spooled.ingest, alerts.alerting.engine, alerts.notifying.outbox);
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
    const kept = { database, ledger, workloads, assessor, catchUp, now };
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
      catchUp,
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
        lastLines,
        hashUser,
        randomId: randomUUID,
        dataFolder: configuration.dataFolder,
        log,
      })),
      ...access,
      otlp: createOtlpKeeper({
        ingest,
        local: spooled.ingest,
        spanSenders: new Set(await listSpanSenders(database)),
        now,
      }),
      peers,
      isLate: () => alerts.alerting.engine.status().isLate,
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
      isSampleComplete: options.isSampleComplete ?? (() => true),
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
      own.hearOthers(hear),
      () => catchUp.close(),
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
      keepDesignEffects: () => designEffects.keepToday(),
      async stop() {
        clearInterval(watchingRate);
        await closePort(server);
        await Promise.all(stops.map((stop) => stop()));
        // What can't be handed over now waits on disk for the next start.
        await spooled.ingest
          .flush()
          .catch((error: unknown) => log.warn({ err: error }, 'telemetry waits on disk'));
        await ingest.close();
        await leave();
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await leave();
    await opened.close();
    await unlock();
    throw error;
  }
}
