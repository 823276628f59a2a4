import { ceilTo, HOUR_MS } from '../../core/time.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';

/** Windows that end at one instant, each made once; null where one would be empty. */
export type WindowsAt = (fromMs: number) => TelemetryWindow | null;

/**
 * A maker of windows that end at one instant.
 * @param atMs on the hour, or the history's end
 */
export function windowsAt(history: TelemetryHistory, atMs: number): WindowsAt {
  // A handful: looked through faster than a map is made, at each of thousands of instants.
  const made: TelemetryWindow[] = [];
  return (fromMs) => {
    if (fromMs >= atMs) return null;
    for (const window of made) if (window.fromMs === fromMs) return window;
    const window = history.window(fromMs, atMs);
    made.push(window);
    return window;
  };
}

/**
 * Start of a window of some length: on the first full hour in it, because telemetry is kept by the hour.
 * @param atMs end of the window, epoch milliseconds
 * @param lengthMs a whole number of hours
 */
export function windowStart(atMs: number, lengthMs: number): number {
  return ceilTo(atMs - lengthMs, HOUR_MS);
}
