import type { Logger } from 'pino';
import { keepAlerting, openAlerting, type Alerting, type AlertingParts } from './alerting.ts';
import { keepNotifying, openNotifying, type Notifying, type NotifyingParts } from './notifying.ts';

/** Alerts, and who is told of them. */
export interface OpenAlerts {
  readonly alerting: Alerting;
  readonly notifying: Notifying;
  /**
   * Evaluates and tells for as long as it runs.
   * @returns how to stop; resolves when nothing is under way any more
   */
  keep(log: Logger): () => Promise<void>;
}

/** Opens everything about alerts. */
export async function openAlerts(
  parts: AlertingParts & Omit<NotifyingParts, 'log' | 'engine'>,
): Promise<OpenAlerts> {
  const alerting = await openAlerting(parts);
  const notifying = await openNotifying({ ...parts, log: alerting.log, engine: alerting.engine });
  return {
    alerting,
    notifying,
    keep(log) {
      const stopAlerting = keepAlerting({ alerting, log });
      const stopNotifying = keepNotifying({ notifying, log });
      return async () => {
        await stopAlerting();
        await stopNotifying();
      };
    },
  };
}
