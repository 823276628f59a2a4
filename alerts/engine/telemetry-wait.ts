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
   * @param newestMs end of the last minute that is due
   */
  mayEvaluate(atMs: number, settledMs: number, newestMs: number): boolean;
}

/**
 * Waits for telemetry, up to {@link PATIENCE_MS} at a time. What was waited for in vain is not waited for again
 * until the database has caught up once.
 * @param elapsedMs a clock that nobody sets; milliseconds from anywhere
 */
export function createTelemetryWait(elapsedMs: () => number): TelemetryWait {
  let sinceMs: number | null = null;
  return {
    mayEvaluate(atMs, settledMs, newestMs) {
      // One minute after the other that is there is not enough: they may come more slowly than time goes.
      if (settledMs >= newestMs + IN_TIME_MS) sinceMs = null;
      else sinceMs ??= elapsedMs();
      if (sinceMs === null || settledMs >= atMs + IN_TIME_MS) return true;
      return elapsedMs() - sinceMs >= PATIENCE_MS;
    },
  };
}
