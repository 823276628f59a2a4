/** Below 1, so that what follows from it stays finite. */
const LARGEST = 0.95;

/**
 * How much of a value is left in the next one: the lag-1 autocorrelation of the ranks, with its bias towards
 * 0 in short series taken out.
 *
 * Source: Kendall and Stuart 1966, volume 3, 48.4 (bias −(1 + 3ρ)/n); ranks, so that no single value rules.
 * @param values in order of time
 * @returns in [0, 0.95]: series that alternate, and those below 10 values, count as uncorrelated
 * @example serialCorrelation([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) // 0.95
 * @example serialCorrelation([5, 1, 6, 2, 7, 3, 8, 4, 9, 1, 6, 2]) // 0
 */
export function serialCorrelation(values: readonly number[]): number {
  const n = values.length;
  if (n < 10) return 0;
  const ranks = centredRanks(values);
  let products = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    squares += ranks[i]! ** 2;
    if (i > 0) products += ranks[i]! * ranks[i - 1]!;
  }
  const found = squares > 0 ? products / squares : 0;
  return Math.min(LARGEST, Math.max(0, found + (1 + 3 * found) / n));
}

/**
 * How many values of a series are worth one, for its mean: what correlation between neighbours that fades
 * as its powers (an autoregressive series) multiplies the variance of a mean by.
 * @param n values in the mean, ≥ 1
 * @param correlation of neighbours, in [0, 1)
 * @example meanInflation(2, 0.5) // 1.5
 * @example meanInflation(100, 0) // 1
 */
export function meanInflation(n: number, correlation: number): number {
  let sum = 1;
  let power = 1;
  for (let lag = 1; lag < n; lag++) {
    power *= correlation;
    sum += 2 * (1 - lag / n) * power;
  }
  return sum;
}

/** Ranks less their mean; equal values share theirs. */
function centredRanks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  const middle = (values.length - 1) / 2;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to += 1;
    for (let i = from; i <= to; i++) ranks[order[i]!] = (from + to) / 2 - middle;
    from = to + 1;
  }
  return ranks;
}
