import type { Logger } from 'pino';
import type { Assessor } from '../decisions/assessor.ts';
import type { ModeRegistry } from '../decisions/registry/modes.ts';
import { decisionEventsSince } from './decision-events.ts';
import { openEffectEvents } from './effect-events.ts';
import { createPlaceOf } from './flag-evaluation.ts';
import { modeEventsSince } from './mode-events.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { workloadOfRecord } from './record/workload-of-record.ts';
import { createModeKeeper } from './mode-keeper.ts';
import { openAlerts, type OpenAlerts } from './open-alerts.ts';
import { repeat } from './repeat.ts';
import type { PortfolioFile } from './portfolio-file.ts';
import { watchVerdicts } from './verdict-watch.ts';

/** What verdicts and alerts do to running applications. */
export interface Effect {
  readonly modes: ModeRegistry;
  /** Where a key falls on the scale of a limited rollout: see `createPlaceOf`. */
  readonly placeOf: (workload: string, key: string) => number;
  /** Says that a mode may have changed: pages and webhooks are told soon, rather than within a second. */
  noteChange(): void;
  /**
   * Evaluates alerts, carries out pause rules and tells of changes for as long as it runs.
   * @returns how to stop; resolves when nothing is under way any more
   */
  keep(log: Logger): () => Promise<void>;
}

/** Alerts are carried out when they are told; this often, what was missed is made up for. */
const KEEP_MS = 1000;

type AlertParts = Parameters<typeof openAlerts>[0];

/** Opens everything about alerts, and what follows from them. */
export async function openEffect(
  parts: AlertParts & {
    readonly assessor: Assessor;
    readonly modes: ModeRegistry;
    readonly flagsKey: Buffer;
    readonly lastLines: Pick<PortfolioFile, 'keep'>;
  },
): Promise<{ readonly alerts: OpenAlerts; readonly effect: Effect }> {
  const { ledger, workloads, assessor, modes, hub, now, sha256, publicUrl } = parts;
  const alerts = await openAlerts(parts);
  const { alerting, notifying } = alerts;
  const keepHolds = createModeKeeper({ modes, ledger, alerting, now });
  const events = await openEffectEvents({
    log: alerting.log,
    outbox: notifying.outbox,
    webhooks: notifying.webhooks,
    source: publicUrl,
    sha256,
    now,
    sequence: ledger.sequence(),
  });
  let shownSequence = ledger.sequence();
  const tellPages = (): void => {
    const sequence = ledger.sequence();
    if (sequence === shownSequence) return;
    for (const workload of workloadsSince(ledger, shownSequence)) {
      hub.publish({ type: 'mode', data: { workload } });
    }
    shownSequence = sequence;
  };
  const tell = (): Promise<void> => {
    tellPages();
    return events.emitUpTo(ledger.sequence(), (since) => [
      ...decisionEventsSince(ledger, since),
      ...modeEventsSince({ ledger, modes }, since),
    ]);
  };
  const keepOnce = async (): Promise<void> => {
    await keepHolds();
    await tell();
  };
  let soon = (): void => undefined;
  return {
    alerts,
    effect: {
      modes,
      placeOf: createPlaceOf(parts.flagsKey),
      noteChange: () => soon(),
      keep(log) {
        const onError = (error: unknown): void =>
          log.error({ err: error }, 'modes could not be kept; it is tried again');
        let current: Promise<void> = Promise.resolve();
        const inTurn = (task: () => Promise<void>): Promise<void> => {
          current = current.then(task).catch(onError);
          return current;
        };
        let isWaiting = false;
        soon = () => {
          if (isWaiting) return;
          isWaiting = true;
          void inTurn(() => {
            isWaiting = false;
            return keepOnce();
          });
        };
        const unsubscribe = hub.subscribe(({ type }) => {
          if (type === 'alert' || type === 'decision') soon();
        });
        const stopAlerts = alerts.keep(log);
        const stopKeeping = repeat(() => inTurn(keepOnce), {
          everyMs: KEEP_MS,
          firstAfterMs: 0,
          onError,
        });
        const stopWatching = watchVerdicts({
          assessor,
          workloads,
          hub,
          log,
          async tell(verdicts) {
            await events.emitVerdicts(verdicts, now());
            await parts.lastLines.keep(verdicts);
          },
        });
        return async () => {
          unsubscribe();
          soon = () => undefined;
          await Promise.all([stopKeeping(), stopWatching()]);
          await current;
          await stopAlerts();
        };
      },
    },
  };
}

/** Workloads whose mode, record or gates changed since a place in the ledger. */
function workloadsSince(ledger: Pick<Ledger, 'list'>, since: number): Set<string> {
  const changed = (['mode', 'workload', 'gate'] as const)
    .flatMap((kind) => ledger.list(kind))
    .filter(({ sequence }) => sequence > since);
  return new Set(changed.flatMap((record) => workloadOfRecord(record) ?? []));
}
