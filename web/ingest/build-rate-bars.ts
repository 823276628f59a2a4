/** One step of time as it stands on the base line; pixels. */
export interface RateBar {
  readonly x: number;
  readonly height: number;
}

/** The last minutes as bars. */
export interface RateBars {
  readonly bars: readonly RateBar[];
  /** Where watching began: left of it nothing is known. */
  readonly fromX: number;
}

export const RATE_BARS_WIDTH = 120;
export const RATE_BARS_HEIGHT = 28;
/** A step with a single event is still seen. */
const LEAST_HEIGHT = 1.5;

/**
 * Lays rates out as bars from 0 up, the highest filling the height; null where nothing is known.
 * A step that was not watched has no bar and no solid line; one without events has the line alone.
 * @param rates events a second, ascending in time; null: not watched
 */
export function buildRateBars(rates: readonly (number | null)[]): RateBars | null {
  const first = rates.findIndex((rate) => rate !== null);
  if (first === -1) return null;
  const most = Math.max(...rates.map((rate) => rate ?? 0));
  const step = RATE_BARS_WIDTH / rates.length;
  return {
    fromX: first * step,
    bars: rates.flatMap((rate, index) =>
      rate === null || rate === 0
        ? []
        : [
            {
              x: index * step,
              height: Math.max(LEAST_HEIGHT, (rate / most) * (RATE_BARS_HEIGHT - 2)),
            },
          ],
    ),
  };
}
