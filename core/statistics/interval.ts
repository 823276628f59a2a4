/** A closed interval in the unit of the signal it belongs to, `low <= high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
