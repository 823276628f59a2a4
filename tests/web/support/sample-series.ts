import type { SeriesPoint } from '../../../signals/series.ts';

/** A smooth, repeatable wobble between −1 and 1. */
const wobble = (index: number, seed: number): number =>
  Math.sin(index * 0.9 + seed) * 0.5 +
  Math.sin(index * 0.37 + seed * 2.3) * 0.35 +
  Math.sin(index * 2.1 + seed) * 0.15;

/** A series around a centre with a rise near its end, and one stretch without any runs. */
export function sampleSeries(
  fromMs: number,
  toMs: number,
  stepMs: number,
  centre: number,
  seed: number,
): SeriesPoint[] {
  const first = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.ceil((toMs - first) / stepMs);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(first + index * stepMs).toISOString();
    const share = index / count;
    if (share > 0.38 && share < 0.45) return { at, value: null, low: null, high: null, n: 0 };
    const value =
      centre * (1 + wobble(index, seed) * 0.16 + (share > 0.72 ? (share - 0.72) * 1.4 : 0));
    const half = Math.abs(centre) * (0.16 + 0.06 * Math.abs(wobble(index + 3, seed)));
    return { at, value, low: value - half, high: value + half, n: 180 + ((index * 37) % 90) };
  });
}
