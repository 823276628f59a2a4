import { HOUR_MS, ceilTo } from '../core/time.ts';
import type { TelemetryWindow } from './window.ts';

/**
 * A window cut into steps of one length, counted back from its end so that the latest is whole; what is
 * left over at its start is dropped. Each step holds all that is known at the window's end.
 * @param window which ends on the hour, or else has a last step that is shorter by less than an hour
 * @param stepMs a whole number of hours
 * @returns ascending
 */
export function windowSteps(window: TelemetryWindow, stepMs: number): readonly TelemetryWindow[] {
  const steps: TelemetryWindow[] = [];
  let endMs = window.toMs;
  for (;;) {
    const startMs = ceilTo(endMs - stepMs, HOUR_MS);
    if (startMs < window.fromMs || startMs >= endMs) return steps.toReversed();
    steps.push(window.part(startMs, endMs));
    endMs = startMs;
  }
}
