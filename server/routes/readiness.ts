import type { Logger } from 'pino';

/** /readyz is open: asked more often, it answers what it found a second ago. */
const KEPT_MS = 1_000;

/** One thing that readiness takes; the detail is all that a stranger is told when it fails. */
export interface ReadinessCheck {
  readonly detail: string;
  readonly check: () => Promise<unknown>;
}

/**
 * Makes a question whether the process can work; causes go to the log.
 * @returns the detail of the first check that failed; null when all hold
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  log: Pick<Logger, 'error'>,
  now: () => number,
): () => Promise<string | null> {
  const look = async (): Promise<string | null> => {
    for (const { detail, check } of checks) {
      try {
        await check();
      } catch (error) {
        log.error({ err: error }, `not ready: ${detail}`);
        return detail;
      }
    }
    return null;
  };
  let latest: Promise<string | null> | null = null;
  /** Epoch milliseconds; endless while the latest look is under way. */
  let keptUntilMs = 0;
  return () => {
    if (latest !== null && now() < keptUntilMs) return latest;
    keptUntilMs = Infinity;
    latest = look().finally(() => {
      keptUntilMs = now() + KEPT_MS;
    });
    return latest;
  };
}
