import { BucketCounts } from './bucket-counts.ts';
import type { LatencyHours } from './latency-hours.ts';

/** Windows kept ready: a replay slides a recent and several evidence windows side by side. */
const MAX_SLIDERS = 8;
/** Buckets kept free on both sides, so that an unusual hour does not begin all windows anew. */
const MARGIN = 16;

interface Slider {
  from: number;
  to: number;
  readonly counts: BucketCounts;
}

/**
 * Latency histograms of any range of hours. The last few ranges are kept summed and are slid to the
 * next one by adding and subtracting hours, so that a replay pays two hours a step, not the window.
 */
export class SlidingLatency {
  readonly #hours: LatencyHours;
  #first = 0;
  #last = -1;
  #sliders: Slider[] = [];

  /** @param hours may grow; hours that were asked for must not change */
  constructor(hours: LatencyHours) {
    this.#hours = hours;
  }

  /**
   * Reads the counts of the hours [from, to), and of one more histogram.
   * @param more null where there is none
   * @param read must not keep the counts: they are another window's afterwards
   */
  read<T>(
    from: number,
    to: number,
    more: ReadonlyMap<number, number> | null,
    read: (counts: BucketCounts) => T,
  ): T {
    this.#makeRoom(more);
    const { counts } = this.#slideTo(from, to);
    more?.forEach((count, bucket) => counts.add(bucket, count));
    const result = read(counts);
    more?.forEach((count, bucket) => counts.add(bucket, -count));
    return result;
  }

  #makeRoom(more: ReadonlyMap<number, number> | null): void {
    let { first, last } = this.#hours.range;
    more?.forEach((_, bucket) => {
      if (bucket < first) first = bucket;
      if (bucket > last) last = bucket;
    });
    if (first > last || (first >= this.#first && last <= this.#last)) return;
    this.#first = first - MARGIN;
    this.#last = last + MARGIN;
    this.#sliders = [];
  }

  #slideTo(from: number, to: number): Slider {
    const slider = this.#nearest(from, to) ?? this.#freshSlider(from);
    const hours = this.#hours;
    const { counts } = slider;
    while (slider.from > from) hours.addTo(--slider.from, 1, counts);
    while (slider.to < to) hours.addTo(slider.to++, 1, counts);
    while (slider.from < from) hours.addTo(slider.from++, -1, counts);
    while (slider.to > to) hours.addTo(--slider.to, -1, counts);
    const sliders = this.#sliders;
    if (sliders.at(-1) !== slider) {
      sliders.splice(sliders.indexOf(slider), 1);
      sliders.push(slider);
    }
    return slider;
  }

  /** The slider that reaches a range in fewer steps than summing it anew would take. */
  #nearest(from: number, to: number): Slider | undefined {
    let best: Slider | undefined;
    let fewest = to - from + 1;
    for (const slider of this.#sliders) {
      const steps = Math.abs(slider.from - from) + Math.abs(slider.to - to);
      if (steps < fewest) {
        best = slider;
        fewest = steps;
      }
    }
    return best;
  }

  /** An empty slider at a range's start; takes the place of the one unused for longest when all are in use. */
  #freshSlider(from: number): Slider {
    const oldest = this.#sliders.length < MAX_SLIDERS ? undefined : this.#sliders.shift();
    oldest?.counts.clear();
    const counts = oldest?.counts ?? new BucketCounts(this.#first, this.#last);
    const slider = { from, to: from, counts };
    this.#sliders.push(slider);
    return slider;
  }
}
