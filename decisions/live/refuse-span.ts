import { BellwetherError } from '../../core/errors.ts';
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import type { SeriesSpan } from './signal-tables.ts';

/** More points than any screen shows. */
const MAX_POINTS = 5_000;

/**
 * Refuses a series that cannot be drawn.
 * @throws BellwetherError `invalid` where the span is empty, too fine, or off the minute
 */
export function refuseSpan({ fromMs, toMs, stepMs }: SeriesSpan): void {
  const problem =
    toMs <= fromMs
      ? { path: 'to', message: 'expected an instant after from' }
      : stepMs < MINUTE_MS ||
          stepMs % MINUTE_MS !== 0 ||
          (stepMs % HOUR_MS !== 0 && HOUR_MS % stepMs !== 0)
        ? { path: 'step', message: 'expected whole hours, or whole minutes that divide an hour' }
        : (toMs - fromMs) / stepMs > MAX_POINTS
          ? { path: 'step', message: `expected at most ${MAX_POINTS} points: take a longer step` }
          : null;
  if (problem)
    throw new BellwetherError('invalid', 'this series cannot be drawn', { errors: [problem] });
}
