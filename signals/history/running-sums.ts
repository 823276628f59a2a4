const FIRST_ROOM = 32;

/**
 * The running sums of a series that grows at its end: any range summed in constant time, as exactly as
 * adding the range alone. A total is kept as two doubles, so one giant value leaves no rounding error in
 * ranges without it; the second array is only made once a total needs it, which counts never do.
 *
 * Source: Knuth, TAOCP 2, 4.2.2 theorem B (the error of a floating sum is itself a float).
 */
export class RunningSums {
  /** Total of the values before an index; index 0 is 0. */
  #high: Float64Array;
  #low: Float64Array | null = null;
  #length = 0;
  /** What was asked for last, and the answer. */
  #soughtEnd = 0;
  #soughtLast = -1;

  /** @param room values expected, 0 or more; it grows beyond them */
  constructor(room: number = FIRST_ROOM) {
    this.#high = new Float64Array(room + 1);
  }

  /** Number of values. */
  get length(): number {
    return this.#length;
  }

  /**
   * @param values any finite numbers
   * @param count how many of them are added
   */
  push(values: Float64Array, count: number = values.length): void {
    let at = this.#length;
    this.#makeRoom(at + count + 1);
    let high = this.#high[at]!;
    let low = this.#lowAt(at);
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      const sum = high + value;
      const taken = sum - high;
      const rest = low + (high - (sum - taken)) + (value - taken);
      high = sum + rest;
      low = rest - (high - sum);
      this.#high[++at] = high;
      if (low !== 0) this.#low ??= new Float64Array(this.#high.length);
      if (this.#low !== null) this.#low[at] = low;
    }
    this.#length = at;
  }

  /** Adds values of 0 up to a length, at least the present one. */
  pushZeros(length: number): void {
    const at = this.#length;
    if (length === at) return;
    this.#makeRoom(length + 1);
    this.#high.fill(this.#high[at]!, at + 1, length + 1);
    this.#low?.fill(this.#low[at]!, at + 1, length + 1);
    this.#length = length;
  }

  /** Sum of the values at indices [from, to), 0 ≤ from ≤ to ≤ length. */
  sum(from: number, to: number): number {
    const high = this.#high[to]! - this.#high[from]!;
    return this.#low === null ? high : high + (this.#low[to]! - this.#low[from]!);
  }

  /** The total of the values before an index and one more value, as two doubles. */
  after(at: number, value: number): { readonly high: number; readonly low: number } {
    const total = this.#high[at]!;
    const sum = total + value;
    const taken = sum - total;
    const rest = this.#lowAt(at) + (total - (sum - taken)) + (value - taken);
    const high = sum + rest;
    return { high, low: rest - (high - sum) };
  }

  /** Sum from an index to a total that {@link RunningSums.after} gave. */
  sumTo(from: number, end: { readonly high: number; readonly low: number }): number {
    return end.high - this.#high[from]! + (end.low - this.#lowAt(from));
  }

  /** Index of the last of the values before `end` that isn't 0; −1 if there is none. */
  lastNonZero(end: number): number {
    // Goes on from what was found last: a replay asks for ever later ends.
    const from = end >= this.#soughtEnd ? this.#soughtEnd : 0;
    const high = this.#high;
    const low = this.#low;
    let at = end;
    while (at > from && high[at] === high[at - 1] && low?.[at] === low?.[at - 1]) at--;
    if (at > from) this.#soughtLast = at - 1;
    else if (from === 0) this.#soughtLast = -1;
    this.#soughtEnd = end;
    return this.#soughtLast;
  }

  /** The first values alone, to be grown in another way. */
  firstValues(length: number): RunningSums {
    const copy = new RunningSums(length + FIRST_ROOM);
    copy.#high.set(this.#high.subarray(0, length + 1));
    if (this.#low !== null) {
      copy.#low = new Float64Array(copy.#high.length);
      copy.#low.set(this.#low.subarray(0, length + 1));
    }
    copy.#length = length;
    return copy;
  }

  #lowAt(at: number): number {
    return this.#low === null ? 0 : this.#low[at]!;
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#high.length) return;
    const room = Math.max(needed, Math.ceil(this.#high.length * 1.125) + FIRST_ROOM);
    const grown = (old: Float64Array): Float64Array => {
      const next = new Float64Array(room);
      next.set(old);
      return next;
    };
    this.#high = grown(this.#high);
    if (this.#low !== null) this.#low = grown(this.#low);
  }
}
