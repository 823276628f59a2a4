import type { HourRow } from '../../signals/history-rows.ts';
import { MEASURE_NAMES, type MeasureName } from '../../signals/measures.ts';

/**
 * Sums by measure over one array of numbers: a year of hours of a workload is 8,760 of these, and
 * plain objects with a hundred members each would take ten times the memory.
 */
class HourSums {
  readonly values: Float64Array;

  constructor(values: Float64Array) {
    this.values = values;
  }
}
MEASURE_NAMES.forEach((name, index) =>
  Object.defineProperty(HourSums.prototype, name, {
    get(this: HourSums) {
      return this.values[index];
    },
  }),
);

/** An hour row that stays small for as long as it is kept. */
export class CompactHour implements HourRow {
  readonly hourMs: number;
  readonly runMinutes: number;
  readonly okMinutes: number;
  readonly sums: Readonly<Partial<Record<MeasureName, number>>>;
  readonly #buckets: Int16Array;
  readonly #counts: Float64Array;

  /**
   * @param sums in the order of MEASURE_NAMES
   * @param latency [bucket index, count] of each bucket that isn't empty
   */
  constructor(
    row: Pick<HourRow, 'hourMs' | 'runMinutes' | 'okMinutes'>,
    sums: Float64Array,
    latency: readonly (readonly [number, number])[],
  ) {
    this.hourMs = row.hourMs;
    this.runMinutes = row.runMinutes;
    this.okMinutes = row.okMinutes;
    this.sums = new HourSums(sums) as Partial<Record<MeasureName, number>>;
    this.#buckets = Int16Array.from(latency, ([bucket]) => bucket);
    this.#counts = Float64Array.from(latency, ([, count]) => count);
  }

  /** Made anew at each call: histories ask once. */
  get latency(): ReadonlyMap<number, number> {
    return new Map([...this.#buckets].map((bucket, i) => [bucket, this.#counts[i] ?? 0]));
  }
}
