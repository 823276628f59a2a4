import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { readConfiguration } from '../../server/configuration.ts';
import { serve } from '../../server/serve.ts';
import { openDatabase } from '../../store/open-database.ts';
import { startClickHouseFront } from '../support/clickhouse-front.ts';
import { createApi, type Api } from './api.ts';
import { forgetDesignEffects } from './design-effects.ts';
import { readAlerts, readCounts, readVerdicts, type Outcome } from './outcome.ts';
import { setUp } from './set-up.ts';
import { BATCH_MS, batchEvents, batchMs, type TelemetryPlan } from './telemetry.ts';
import { startWebhook, type Webhook } from './webhook.ts';

const ADMIN_KEY = 'admin-key-of-an-undisturbed-run';
/** How long after its end a minute is evaluated. */
const DELAY_MS = MINUTE_MS;
const SENT_AT_ONCE = 4;
const BATCHES_A_REQUEST = 10;
/** A disturbed run may be late by so much. */
const DISTANCE_MS = 90_000;
/** Notices are planned by the second. */
const TOLD_AFTER_MS = 1200;

/** An undisturbed run over the same telemetry. */
export interface UndisturbedRun extends Outcome {
  readonly webhook: Pick<Webhook, 'told' | 'about'>;
  /** What its log said at `error`. */
  readonly faults: readonly string[];
}

async function sendBatches(
  api: Api,
  plan: TelemetryPlan,
  from: number,
  to: number,
  tellTime: (atMs: number) => void,
): Promise<void> {
  let next = from;
  const sender = async (): Promise<void> => {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + BATCHES_A_REQUEST);
      const batches = Array.from({ length: next - first }, (_, i) => first + i);
      tellTime(batchMs(plan, next - 1));
      await api.ask(
        '/v1/events',
        batches.flatMap((batch) => batchEvents(plan, batch)),
      );
    }
  };
  await Promise.all(Array.from({ length: SENT_AT_ONCE }, sender));
}

/**
 * The same telemetry through one process that nothing happens to, under a clock of its own that goes as fast
 * as it can: each minute is evaluated when all that was sent by then is in the database. It follows the disturbed
 * run at a distance, so that the last minute to evaluate is known when it comes to it.
 * @param lastMs end of the last minute to evaluate, epoch milliseconds; null: it is not known yet
 */
export async function runUndisturbed(
  folder: string,
  plan: TelemetryPlan,
  lastMs: () => number | null,
): Promise<UndisturbedRun> {
  await mkdir(folder, { recursive: true });
  let nowMs = plan.startMs - 2 * MINUTE_MS;
  const tellTime = (atMs: number): void => {
    nowMs = Math.max(nowMs, atMs);
  };
  const front = await startClickHouseFront(join(folder, 'clickhouse'));
  const webhook = await startWebhook();
  const faults: string[] = [];
  const configuration = readConfiguration(
    {
      BELLWETHER_DATA: join(folder, 'data'),
      BELLWETHER_PORT: '0',
      BELLWETHER_ADMIN_KEY: ADMIN_KEY,
      BELLWETHER_RECEIVER_ALLOW: '127.0.0.1',
      CLICKHOUSE_URL: front.url,
    },
    (path) => path,
  );
  const running = await serve(configuration, {
    log: pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }),
    now: () => nowMs,
    pagesFolder: null,
    isDemo: false,
    hasStarterRules: false,
  });
  const database = await openDatabase(configuration.database);
  try {
    const api = createApi(running.url, ADMIN_KEY);
    await setUp(api, webhook.url);
    await running.evaluateAlerts();
    let sent = 0;
    for (let atMs = floorTo(plan.startMs, MINUTE_MS); ; atMs += MINUTE_MS) {
      const dueMs = atMs + DELAY_MS;
      while (lastMs() === null && Date.now() < dueMs + DISTANCE_MS) await wait(TOLD_AFTER_MS);
      if (atMs > (lastMs() ?? Infinity)) break;
      const until = Math.ceil((dueMs - plan.startMs) / BATCH_MS);
      const to = Math.max(sent, Math.min(plan.batches, until));
      await sendBatches(api, plan, sent, to, tellTime);
      sent = to;
      await api.ask('/api/ingest/flush', {});
      tellTime(dueMs);
      await running.evaluateAlerts();
      await wait(TOLD_AFTER_MS);
    }
    if ((lastMs() ?? 0) < plan.startMs - MINUTE_MS) throw new Error('there is nothing to follow');
    await sendBatches(api, plan, sent, plan.batches, tellTime);
    await api.ask('/api/ingest/flush', {});
    const { evaluatedMs, episodes } = await readAlerts(api);
    await forgetDesignEffects(database);
    await running.estimateDesignEffects();
    return {
      evaluatedMs,
      episodes,
      verdicts: await readVerdicts(api, floorTo(plan.startMs, HOUR_MS)),
      counts: await readCounts(database),
      webhook,
      faults,
    };
  } finally {
    await database.close();
    await running.stop();
    webhook.close();
    await front.close();
  }
}
