import { countAbove, valueAtRank } from '../../core/statistics/log-histogram.ts';
import type { LogHistogram } from '../../core/statistics/log-histogram.ts';

/** Windows kept ready: a replay slides a recent and several evidence windows side by side. */
const MAX_SLIDERS = 8;

/** Latency of any range of hours; ranges are hour indices [from, to). */
export interface LatencyIndex {
  /** Bucket index → count, empty buckets left out. */
  histogram(from: number, to: number): ReadonlyMap<number, number>;
  /** Runs above a limit in milliseconds, to the bucket. */
  above(from: number, to: number, limitMs: number): number;
  /** Milliseconds at a 1-based rank of the sorted latencies; null where there is no such rank. */
  atRank(from: number, to: number, rank: number): number | null;
}

interface Slider {
  from: number;
  to: number;
  readonly counts: Float64Array;
}

/** One hour's histogram, its buckets numbered from the first that any hour has. */
interface PackedHour {
  readonly slots: Uint16Array;
  readonly counts: Float64Array;
}

/**
 * Latency histograms of any range of hours. The last few ranges are kept summed and are slid to the
 * next one by adding and subtracting hours, so that a replay pays two hours a step, not the window.
 * @param hours one histogram an hour (bucket index → count); undefined where nothing was timed
 */
export function createLatencyIndex(
  hours: readonly (ReadonlyMap<number, number> | undefined)[],
): LatencyIndex {
  const { first, width } = bucketRange(hours);
  const buckets = Int32Array.from({ length: width }, (_, i) => first + i);
  const packed = hours.map((hour) => packHour(hour, first));
  const sliders: Slider[] = [];

  const add = (slider: Slider, hour: number, sign: 1 | -1): void => {
    const { slots, counts } = packed[hour]!;
    for (let i = 0; i < slots.length; i++) slider.counts[slots[i]!]! += sign * counts[i]!;
  };
  const slide = (slider: Slider, from: number, to: number): void => {
    while (slider.from > from) add(slider, --slider.from, 1);
    while (slider.to < to) add(slider, slider.to++, 1);
    while (slider.from < from) add(slider, slider.from++, -1);
    while (slider.to > to) add(slider, --slider.to, -1);
  };
  /** A view that holds until the next call. */
  const merged = (from: number, to: number): LogHistogram => {
    const slider = nearest(sliders, from, to) ?? freshSlider(sliders, from, width);
    slide(slider, from, to);
    sliders.splice(sliders.indexOf(slider), 1);
    sliders.push(slider);
    return { buckets, counts: slider.counts };
  };

  return {
    histogram: (from, to) => {
      const { counts } = merged(from, to);
      const map = new Map<number, number>();
      for (let i = 0; i < width; i++) if (counts[i] !== 0) map.set(first + i, counts[i]!);
      return map;
    },
    above: (from, to, limitMs) => countAbove(merged(from, to), limitMs),
    atRank: (from, to, rank) => valueAtRank(merged(from, to), rank),
  };
}

/** The slider that reaches a range in fewer steps than summing it anew would take. */
function nearest(sliders: readonly Slider[], from: number, to: number): Slider | undefined {
  let best: Slider | undefined;
  let fewest = to - from + 1;
  for (const slider of sliders) {
    const steps = Math.abs(slider.from - from) + Math.abs(slider.to - to);
    if (steps < fewest) [best, fewest] = [slider, steps];
  }
  return best;
}

/** An empty slider at a range's start; takes the place of the one unused for longest when all are in use. */
function freshSlider(sliders: Slider[], from: number, width: number): Slider {
  const slider =
    sliders.length < MAX_SLIDERS
      ? { from, to: from, counts: new Float64Array(width) }
      : sliders.shift()!;
  slider.counts.fill(0);
  slider.from = slider.to = from;
  sliders.push(slider);
  return slider;
}

function packHour(hour: ReadonlyMap<number, number> | undefined, first: number): PackedHour {
  const slots = new Uint16Array(hour?.size ?? 0);
  const counts = new Float64Array(slots.length);
  let i = 0;
  hour?.forEach((count, bucket) => {
    slots[i] = bucket - first;
    counts[i++] = count;
  });
  return { slots, counts };
}

function bucketRange(hours: readonly (ReadonlyMap<number, number> | undefined)[]): {
  first: number;
  width: number;
} {
  let first = Infinity;
  let last = -Infinity;
  for (const hour of hours) {
    for (const bucket of hour?.keys() ?? []) {
      if (bucket < first) first = bucket;
      if (bucket > last) last = bucket;
    }
  }
  return first > last ? { first: 0, width: 0 } : { first, width: last - first + 1 };
}
