import type { Logger } from 'pino';
import type { AlertLogKind } from '../alerts/alert-log.ts';
import { createAlertEngine, type AlertEngine } from '../alerts/engine/alert-engine.ts';
import { describeText } from '../alerts/episode/describe-text.ts';
import { createRuleRegistry, type RuleRegistry } from '../alerts/registry/rules.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import { openAlertLog } from '../store/alert-log.ts';
import type { Database } from '../store/database.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { listFirstSeen } from '../store/questions/list-first-seen.ts';
import type { LiveHub } from './live-hub.ts';
import { repeat } from './repeat.ts';

/** Rules, and where their alerts stand. */
export interface Alerting {
  readonly rules: RuleRegistry;
  readonly engine: AlertEngine;
}

/** Which workloads there are hardly changes; when they began never does. */
const FIRST_SEEN_FRESH_MS = 60_000;

/** Opens everything about alerts but its clock: see {@link keepAlerting}. */
export async function openAlerting(parts: {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly workloads: WorkloadRegistry;
  readonly assessor: Pick<Assessor, 'histories'>;
  readonly hub: LiveHub;
  readonly now: () => number;
  readonly sha256: (text: string) => string;
}): Promise<Alerting> {
  const { database, ledger, workloads, assessor, hub, now, sha256 } = parts;
  const log = await openAlertLog<AlertLogKind>(database, now);
  const rules = createRuleRegistry(ledger);
  let firstSeen: ReadonlyMap<string, number> = new Map();
  let readAtMs = -Infinity;
  const engine = await createAlertEngine({
    database,
    log,
    readHistories: (ids, atMs) => assessor.histories(ids, atMs),
    rules: () => rules.compiled(),
    workloads: () => workloads.list().map(({ document }) => document),
    firstSeen: async () => {
      if (now() - readAtMs < FIRST_SEEN_FRESH_MS) return firstSeen;
      firstSeen = await listFirstSeen(database);
      readAtMs = now();
      return firstSeen;
    },
    now,
    tools: {
      alertId: (rule, workload, part) =>
        sha256(JSON.stringify([rule, workload, part])).slice(0, 16),
      describe: describeText,
    },
    onChange: (_, episodes) =>
      hub.publish({
        type: 'alert',
        data: { workloads: [...new Set(episodes.map((one) => one.workload))] },
      }),
  });
  return { rules, engine };
}

/** Soon enough after a minute is due that it hardly adds to the delay of its telemetry. */
const TICK_MS = 500;

/**
 * Evaluates what is due for as long as it runs.
 * @returns how to stop; resolves when an evaluation under way has ended
 */
export function keepAlerting(parts: {
  readonly alerting: Alerting;
  readonly log: Logger;
}): () => Promise<void> {
  const { alerting, log } = parts;
  return repeat(() => alerting.engine.catchUp(), {
    everyMs: TICK_MS,
    onError: (error) =>
      log.error({ err: error }, 'alert rules could not be evaluated; they are tried again'),
  });
}
