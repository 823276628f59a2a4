/** Ends and step of an axis on round numbers. */
export interface NiceExtent {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}

const ROUND = [1, 2, 2.5, 5, 10];

/**
 * The smallest round extent that holds two numbers in about as many steps as wished.
 * @param steps wished number of steps, ≥ 1
 * @example niceExtent(0.012, 0.047, 4) // {min: 0.01, max: 0.05, interval: 0.01}
 */
export function niceExtent(least: number, most: number, steps: number): NiceExtent {
  const span = most - least || Math.abs(most) || 1;
  const raw = span / steps;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const interval = (ROUND.find((round) => round * magnitude >= raw * 0.999) ?? 10) * magnitude;
  const tidy = (value: number): number => Number(value.toPrecision(12));
  return {
    min: tidy(Math.floor(least / interval + 1e-9) * interval),
    max: tidy(Math.ceil(most / interval - 1e-9) * interval),
    interval: tidy(interval),
  };
}
