/** Trials that come in clusters, as the sums an estimate needs. */
export interface ClusterSums {
  /** Clusters that hold at least one trial. */
  readonly clusters: number;
  /** Trials of all clusters, the sum of what they measured (1 for a success), and of its squares. */
  readonly trials: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** Over clusters with m trials that sum to y: Σ m², Σ y² and Σ m·y. */
  readonly trialsSquared: number;
  readonly sumSquared: number;
  readonly trialsTimesSum: number;
}

/** Below this many clusters the spread between them tells too little about itself. */
const FEWEST_CLUSTERS = 20;
/** Squares around the mean as a share of all squares, below which rounding is much of them. */
const LEAST_SPREAD = 1e-10;

/**
 * How many times larger the variance of a mean or proportion is for its trials coming in clusters than if each had
 * come by itself: n trials are worth n ÷ effect.
 *
 * The variance of the ratio Σy ÷ Σm over clusters, linearised, k ÷ (k − 1) · Σ(y − r·m)² ÷ (Σm)², against s² ÷ n of
 * as many single trials (for a proportion p(1 − p) ÷ (n − 1)). Exactly 1 where each cluster is one trial.
 * Source: Cochran 1977, Sampling Techniques, 3.12; his 30 households of 104 persons, 30 of whom had seen a doctor,
 * give a variance of 0.00520 where single persons would give 0.00197. The name is Kish's (1965, Survey Sampling, 8.2).
 * @param sums of the same trials; counts are whole and ≥ 0
 * @returns at least 1; null below 20 clusters, or where all trials are alike
 * @example designEffect({ clusters: 30, trials: 104, sum: 30, sumSquares: 30, trialsSquared: 404, sumSquared: 86, trialsTimesSum: 113 }) // 2.6121758
 * @example designEffect({ clusters: 20, trials: 100, sum: 50, sumSquares: 50, trialsSquared: 500, sumSquared: 250, trialsTimesSum: 250 }) // 5.2105263
 * @example designEffect({ clusters: 50, trials: 50, sum: 5, sumSquares: 5, trialsSquared: 50, sumSquared: 5, trialsTimesSum: 5 }) // 1
 * @example designEffect({ clusters: 3, trials: 900, sum: 9, sumSquares: 9, trialsSquared: 270000, sumSquared: 81, trialsTimesSum: 2700 }) // null
 */
export function designEffect(sums: ClusterSums): number | null {
  const { clusters, trials, sum } = sums;
  if (clusters < FEWEST_CLUSTERS) return null;
  const mean = sum / trials;
  const spread = sums.sumSquares - sum * mean;
  if (!(spread > LEAST_SPREAD * sums.sumSquares)) return null;
  const between =
    sums.sumSquared - 2 * mean * sums.trialsTimesSum + mean * mean * sums.trialsSquared;
  const clustered = (clusters / (clusters - 1)) * (between / trials);
  return Math.max(1, clustered / (spread / (trials - 1)));
}
