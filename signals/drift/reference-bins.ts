import type { FeatureShape } from '../history-rows.ts';

/** Customary for the population stability index. */
const MOST_BINS = 10;
/** Values a reference should have in a bin: with fewer, what chance alone does is no longer χ². */
const FEWEST_PER_BIN = 20;
/** Half the width of the bin around a number that never varied: four times a bucket's relative error. */
const CONSTANT_WIDTH = 0.02;
const CONSTANT_FLOOR = 1e-9;

/** Bins that a reference fixed. */
export interface ReferenceBins {
  readonly count: number;
  /** The bin of a key of {@link FeatureRow.counts}; null for one that is no number where numbers belong. */
  readonly binOf: (key: string) => number | null;
}

/**
 * The number that a key of a feature's counts stands for: a histogram's bin by its middle.
 * @returns null where the key is none, and for categories
 * @example numberOf('1|3', 'histogram') // 2
 * @example numberOf('0.5', 'values') // 0.5
 * @example numberOf('red', 'categories') // null
 */
export function numberOf(key: string, shape: FeatureShape): number | null {
  if (shape === 'categories') return null;
  const ends = key.split('|').map(Number);
  const expected = shape === 'histogram' ? 2 : 1;
  if (ends.length !== expected || !ends.every(Number.isFinite)) return null;
  return ends.reduce((sum, end) => sum + end, 0) / expected;
}

/**
 * Bins for a feature, from how it was spread in the reference: numbers in up to ten bins of about
 * equal weight, open at both ends; labels one by one, the rare ones and any new one together.
 * @param counts of the reference, by key
 * @example referenceBins(new Map([['a', 60], ['b', 40]]), 'categories').count // 3
 * @example referenceBins(new Map([['1', 50], ['2', 50]]), 'values').binOf('7') // 1
 */
export function referenceBins(
  counts: ReadonlyMap<string, number>,
  shape: FeatureShape,
): ReferenceBins {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const most = Math.min(MOST_BINS, Math.max(2, Math.floor(total / FEWEST_PER_BIN)));
  if (shape === 'categories') return labelBins(counts, most);
  const cuts = cutsBetween(counts, shape, total / most);
  return {
    count: cuts.length + 1,
    binOf: (key) => {
      const value = numberOf(key, shape);
      return value === null ? null : binAt(cuts, value);
    },
  };
}

/** The most frequent labels have a bin each; the last bin is for all others. */
function labelBins(counts: ReadonlyMap<string, number>, most: number): ReferenceBins {
  const labels = [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most - 1)
    .filter(([, count]) => count >= FEWEST_PER_BIN)
    .map(([label]) => label);
  const bins = new Map(labels.map((label, bin) => [label, bin]));
  return { count: labels.length + 1, binOf: (key) => bins.get(key) ?? labels.length };
}

/** Where one bin ends and the next begins, ascending: halfway between neighbouring values of the reference. */
function cutsBetween(
  counts: ReadonlyMap<string, number>,
  shape: FeatureShape,
  share: number,
): number[] {
  const values = [...counts]
    .flatMap(([key, count]) => {
      const value = numberOf(key, shape);
      return value === null || !(count > 0) ? [] : [{ value, count }];
    })
    .sort((a, b) => a.value - b.value);
  const cuts: number[] = [];
  let seen = 0;
  let next = share;
  values.forEach(({ value, count }, i) => {
    seen += count;
    const following = values[i + 1]?.value;
    if (following === undefined || following === value || seen < next) return;
    cuts.push(value + (following - value) / 2);
    next = (Math.floor(seen / share) + 1) * share;
  });
  const [only] = values;
  if (cuts.length > 0 || only === undefined) return cuts;
  const width = Math.abs(only.value) * CONSTANT_WIDTH + CONSTANT_FLOOR;
  return [only.value - width, only.value + width];
}

/** How many cuts lie below a value. */
function binAt(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
