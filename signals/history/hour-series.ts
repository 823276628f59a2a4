import { HOUR_MS } from '../../core/time.ts';
import type { HourGrid } from './hour-grid.ts';
import { RunningSums } from './running-sums.ts';

/** One number per hour, summed over any range and asked when it was last not 0. */
export interface HourSeries {
  /** Sum over the hours [from, to) of the grid. */
  sum(from: number, to: number): number;
  /** End of the latest hour before hour `to` with a value other than 0, at most `toMs`; null if none. */
  lastSeenMs(to: number, toMs: number): number | null;
}

/** A value of one hour that is not in the running sums: of an hour that has only begun. */
export interface BegunHour {
  readonly hour: number;
  readonly value: number;
}

/**
 * A series over a history's hours.
 * @param grid the hours
 * @param values one per hour of the grid
 */
export function createHourSeries(grid: HourGrid, values: Float64Array): HourSeries {
  const sums = new RunningSums(values.length);
  sums.push(values);
  return new SummedSeries(grid, { sums, firstHour: 0, length: values.length }, null);
}

/** Running sums, where they begin on a grid, and how many of them count. */
export interface PlacedSums {
  readonly sums: RunningSums;
  /** Hour of the grid that index 0 stands for. */
  readonly firstHour: number;
  readonly length: number;
}

/** A series out of running sums that may begin later than the grid, and at most one hour after them. */
export class SummedSeries implements HourSeries {
  readonly #firstMs: number;
  readonly #sums: RunningSums;
  readonly #firstHour: number;
  readonly #length: number;
  readonly #begunHour: number;
  readonly #begunTotal: { readonly high: number; readonly low: number } | null;
  /** What was found last: hours before the one that are not 0 end with the other. */
  #seenBefore = 0;
  #seenHour = -1;

  /** @param begun of an hour at or after the end of the sums; null where there is none */
  constructor(grid: HourGrid, { sums, firstHour, length }: PlacedSums, begun: BegunHour | null) {
    this.#firstMs = grid.firstMs ?? 0;
    this.#sums = sums;
    this.#firstHour = firstHour;
    this.#length = length;
    const isSeen = begun !== null && begun.value !== 0;
    this.#begunHour = isSeen ? begun.hour : Infinity;
    this.#begunTotal = isSeen ? sums.after(length, begun.value) : null;
  }

  sum(from: number, to: number): number {
    const start = this.#indexOf(from);
    if (to > this.#begunHour && from <= this.#begunHour) {
      return this.#sums.sumTo(start, this.#begunTotal!);
    }
    return this.#sums.sum(start, this.#indexOf(to));
  }

  lastSeenMs(to: number, toMs: number): number | null {
    const hour = to > this.#begunHour ? this.#begunHour : this.#lastHour(this.#indexOf(to));
    return hour < 0 ? null : Math.min(this.#firstMs + (hour + 1) * HOUR_MS, toMs);
  }

  /** Goes on from what was found last: a replay asks for ever later ends. */
  #lastHour(before: number): number {
    const found =
      before >= this.#seenBefore
        ? this.#sums.lastNonZero(this.#seenBefore, before)
        : this.#sums.lastNonZero(0, before);
    if (found >= 0) this.#seenHour = found;
    else if (before < this.#seenBefore) this.#seenHour = -1;
    this.#seenBefore = before;
    return this.#seenHour < 0 ? -1 : this.#firstHour + this.#seenHour;
  }

  #indexOf(hour: number): number {
    const index = hour - this.#firstHour;
    return index < 0 ? 0 : index > this.#length ? this.#length : index;
  }
}
