import type { Logger } from 'pino';
import type { AlertLog, AlertLogKind } from '../alerts/alert-log.ts';
import { createAlertEngine, type AlertEngine } from '../alerts/engine/alert-engine.ts';
import type { TickTools } from '../alerts/engine/evaluate-part.ts';
import { describeText } from '../alerts/episode/describe-text.ts';
import { createPreviewer, type Previewer } from '../alerts/preview/previewer.ts';
import { createRuleRegistry, type RuleRegistry } from '../alerts/registry/rules.ts';
import { addStarterRules } from '../alerts/registry/starter-rules.ts';
import type { ReadHistories } from '../alerts/evaluate/read-windows.ts';
import { DAY_MS } from '../core/time.ts';
import type { BlockingAlerts } from '../alerts/episode/blocking-alerts.ts';
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
  /** What evaluation and delivery remember. */
  readonly log: AlertLog;
  readonly rules: RuleRegistry;
  readonly engine: AlertEngine;
  /** What rules would have done. */
  readonly previewer: Previewer;
}

/** Workloads that began before were there in every minute that may still be evaluated. */
const FIRST_SEEN_EXACT_MS = 2 * DAY_MS;

/** What alerting is made of. */
export interface AlertingParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly workloads: WorkloadRegistry;
  readonly assessor: Pick<Assessor, 'histories'>;
  /** Told of the alerts that stand in the way of scale. */
  readonly blocking: BlockingAlerts;
  /** Whether a new installation watches its workloads without being asked to. */
  readonly hasStarterRules: boolean;
  readonly hub: LiveHub;
  readonly now: () => number;
  /** Up to when everything that was acknowledged is in the database, epoch milliseconds. */
  readonly settledMs: () => Promise<number>;
  readonly sha256: (text: string) => string;
}

/** Opens everything about alerts but its clock: see {@link keepAlerting}. */
export async function openAlerting(parts: AlertingParts): Promise<Alerting> {
  const { database, ledger, workloads, assessor, blocking, hub, now, sha256 } = parts;
  const { hasStarterRules } = parts;
  const log = await openAlertLog<AlertLogKind>(database, now);
  if (hasStarterRules) await addStarterRules(ledger);
  const rules = createRuleRegistry(ledger);
  const listWorkloads = whileUnchanged(
    () => ledger.sequence(),
    () => workloads.list().map(({ document }) => document),
  );
  const readHistories: ReadHistories = (ids, atMs) => assessor.histories(ids, atMs);
  const tools: TickTools = {
    alertId: (rule, workload, part) => sha256(JSON.stringify([rule, workload, part])).slice(0, 16),
    describe: describeText,
  };
  const engine = await createAlertEngine({
    database,
    log,
    readHistories,
    rules: () => rules.compiled(),
    workloads: listWorkloads,
    firstSeen: () => listFirstSeen(database, now() - FIRST_SEEN_EXACT_MS),
    now,
    elapsedMs: () => performance.now(),
    settledMs: parts.settledMs,
    tools,
    onChange: (_, episodes) => {
      blocking.note(episodes);
      const changed = [...new Set(episodes.map((one) => one.workload))];
      hub.publish({ type: 'alert', data: { workloads: changed } });
    },
  });
  blocking.note([...engine.ended(), ...engine.open()]);
  const previewer = createPreviewer({
    database,
    readHistories,
    workloads: listWorkloads,
    firstSeen: (exactFromMs) => listFirstSeen(database, exactFromMs),
    now,
    tools,
  });
  return { log, rules, engine, previewer };
}

/** What was made before, as long as the version is the one it was made at. */
function whileUnchanged<T>(version: () => number, make: () => T): () => T {
  let made: { readonly version: number; readonly value: T } | null = null;
  return () => {
    const current = version();
    if (made?.version !== current) made = { version: current, value: make() };
    return made.value;
  };
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
