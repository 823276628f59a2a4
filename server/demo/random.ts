/** Numbers that look random and repeat for a seed. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Whole number, uniform in [0, below). */
  integer(below: number): number;
  normal(): number;
  /** @param sigma standard deviation of the logarithm */
  lognormal(median: number, sigma: number): number;
  poisson(mean: number): number;
  /** Index of a weight, chosen in proportion; weights need not sum to 1. */
  pick(weights: readonly number[]): number;
}

/** Above this mean a Poisson number is the sum of two halves: exp(−mean) would lose its digits. */
const LARGEST_POISSON_MEAN = 30;

/** Rounds that mix the seeds into the state before the first number is used. */
const WARM_UP = 12;

/**
 * A generator of its own for each tuple of seeds. Source: Doty-Humphrey, PractRand (sfc32).
 * @param seeds whole numbers; every 32-bit part counts
 */
export function createRandom(...seeds: readonly number[]): Random {
  let [a, b, c] = mixSeeds(seeds);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < WARM_UP; i++) next();

  const uniform = (): number => next() / 2 ** 32;
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    if (mean > LARGEST_POISSON_MEAN) return poisson(mean / 2) + poisson(mean / 2);
    const floor = Math.exp(-mean);
    let hits = 0;
    for (let product = uniform(); product > floor; product *= uniform()) hits++;
    return hits;
  };
  return {
    uniform,
    chance: (probability) => uniform() < probability,
    integer: (below) => Math.floor(uniform() * below),
    normal,
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson,
    pick: (weights) => {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => (left -= weight) < 0);
      return index < 0 ? weights.length - 1 : index;
    },
  };
}

/** Three words of state out of any number of seeds. Source: Appleby, MurmurHash3 (the finaliser). */
function mixSeeds(seeds: readonly number[]): [number, number, number] {
  const words: [number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162];
  const parts = seeds.flatMap((seed) => [seed | 0, Math.floor(seed / 2 ** 32) | 0]);
  parts.forEach((part, i) => {
    words.forEach((word, k) => {
      let mixed = word ^ Math.imul(part + i + 1, 0xcc9e2d51 + 2 * k);
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      words[k] = mixed ^ (mixed >>> 16);
    });
  });
  return words;
}
