import { MINUTE_MS } from '../../core/time.ts';

/** Telemetry acknowledged this long after the end of a minute is in what is found of the minute. */
export const IN_TIME_MS = 50_000;
/** Telemetry that does not come into the database is not waited for any longer: others need their alerts. */
export const PATIENCE_MS = 3 * MINUTE_MS;

/** Whether a minute may be evaluated: its telemetry is in the database, or was waited for long enough. */
export interface TelemetryWait {
  /**
   * @param atMs end of the minute, epoch milliseconds
   * @param settledMs everything acknowledged before this instant is in the database
   */
  mayEvaluate(atMs: number, settledMs: number): boolean;
}

/**
 * Waits for telemetry, up to {@link PATIENCE_MS} at a time. What was waited for in vain is not waited for again
 * until the database has caught up once.
 * @param elapsedMs a clock that nobody sets; milliseconds from anywhere
 */
export function createTelemetryWait(elapsedMs: () => number): TelemetryWait {
  let sinceMs: number | null = null;
  return {
    mayEvaluate(atMs, settledMs) {
      if (settledMs >= atMs + IN_TIME_MS) {
        sinceMs = null;
        return true;
      }
      sinceMs ??= elapsedMs();
      return elapsedMs() - sinceMs >= PATIENCE_MS;
    },
  };
}
