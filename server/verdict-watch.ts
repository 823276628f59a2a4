import type { Logger } from 'pino';
import type { Assessor } from '../decisions/assessor.ts';
import type { PortfolioItem } from '../decisions/assessment/portfolio.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { LiveHub } from './live-hub.ts';
import { repeat } from './repeat.ts';

/** Verdicts move by the hour; this often is soon enough to tell, and keeps what pages read warm. */
const WATCH_INTERVAL_MS = 30_000;
const FIRST_AFTER_MS = 1000;

/**
 * Tells open pages when a published verdict changed.
 * @returns how to stop; resolves when a round under way has ended
 */
export function watchVerdicts(parts: {
  readonly assessor: Assessor;
  readonly workloads: WorkloadRegistry;
  readonly hub: LiveHub;
  readonly log: Logger;
  /** Told of all of them, each time. */
  readonly tell: (verdicts: readonly PortfolioItem[]) => Promise<void>;
}): () => Promise<void> {
  const { assessor, workloads, hub, log, tell } = parts;
  const published = new Map<string, string>();

  const look = async (): Promise<void> => {
    const ids = workloads.list().map(({ document }) => document.id);
    const found = await assessor.portfolio(ids, null);
    for (const { workload, verdict } of found) {
      const before = published.get(workload);
      published.set(workload, verdict);
      if (before !== undefined && before !== verdict) {
        hub.publish({ type: 'verdict', data: { workload, verdict } });
      }
    }
    await tell(found);
  };
  return repeat(look, {
    everyMs: WATCH_INTERVAL_MS,
    // Until then the portfolio shows what was known before the start.
    firstAfterMs: FIRST_AFTER_MS,
    onError: (error) =>
      log.error({ err: error }, 'verdicts could not be looked at; they are tried again'),
  });
}
