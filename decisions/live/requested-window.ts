import { BellwetherError } from '../../core/errors.ts';
import { DAY_MS, HOUR_MS, ceilTo } from '../../core/time.ts';
import type { TelemetryHistory, TelemetryWindow } from '../../signals/window.ts';

/** Window of signals on request, where nobody says otherwise. */
const DEFAULT_WINDOW_MS = 28 * DAY_MS;

/**
 * Refuses a length that no window can have.
 * @param windowMs null: the default
 * @throws BellwetherError `invalid` where it is not a whole number of hours
 */
export function refuseWindow(windowMs: number | null): void {
  if (windowMs === null || (windowMs >= HOUR_MS && windowMs % HOUR_MS === 0)) return;
  throw new BellwetherError('invalid', 'windows lie on the hour', {
    errors: [{ path: 'window', message: 'expected whole hours' }],
  });
}

/**
 * The window of a length that ends with a history.
 * @param windowMs whole hours; null: 28 days
 */
export function requestedWindow(
  history: TelemetryHistory,
  windowMs: number | null,
): TelemetryWindow {
  const { endMs } = history;
  return history.window(ceilTo(endMs - (windowMs ?? DEFAULT_WINDOW_MS), HOUR_MS), endMs);
}
