import { niceExtent } from '../../charts/nice-extent.ts';

/** Stops of a usual slider: fine enough to find where a verdict turns, coarse enough to walk. */
const USUAL_STOPS = 40;
/** Stops beyond twice today's number, where there is reason to go there. */
const FAR_STOPS = 20;
/** Digits that a stop keeps: steps of round numbers leave noise behind. */
const DIGITS = 12;

/** A number without the noise of its arithmetic. */
export const tidy = (value: number): number => Number(value.toPrecision(DIGITS));

/**
 * Round numbers from one to another, and today's exact number among them.
 * @example stopsBetween(0, 2, 1.25, 4) // [0, 0.5, 1, 1.25, 1.5, 2]
 */
export function stopsBetween(
  from: number,
  to: number,
  base: number,
  count = USUAL_STOPS,
): readonly number[] {
  const { interval } = niceExtent(from, to, count);
  const first = Math.ceil(from / interval - 1e-9);
  const last = Math.floor(to / interval + 1e-9);
  const stops = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * interval));
  return withBase(stops, base);
}

/**
 * Stops from 0 to twice today's number, and on in growing steps to whatever else should be in reach.
 * @param base above 0
 * @param reach a number that should lie well inside
 */
export function stopsAround(base: number, reach: number): readonly number[] {
  const near = stopsBetween(0, 2 * base, base);
  const most = 1.5 * reach;
  if (most <= 2 * base) return near;
  const growth = (most / (2 * base)) ** (1 / FAR_STOPS);
  const far = Array.from({ length: FAR_STOPS }, (_, i) =>
    Number((2 * base * growth ** (i + 1)).toPrecision(2)),
  );
  return withBase([...near, ...far.filter((stop) => stop > 2 * base)], base);
}

/** Stops with today's number among them, ascending, each once. */
export function withBase(stops: readonly number[], base: number): readonly number[] {
  return [...new Set([...stops, base])].toSorted((a, b) => a - b);
}

/**
 * The index of the stop nearest to a number.
 * @example nearestStop([0, 0.5, 1], 0.8) // 2
 */
export function nearestStop(stops: readonly number[], value: number): number {
  // Seen from far beyond all stops, arithmetic no longer tells them apart.
  const within = Math.min(Math.max(value, Math.min(...stops)), Math.max(...stops));
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(stop - within) < Math.abs(stops[best]! - within)) best = index;
  });
  return best;
}
