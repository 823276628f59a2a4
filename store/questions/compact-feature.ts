import { signedBucketValue } from '../../core/statistics/signed-bucket.ts';
import type { FeatureRole, FeatureRow, FeatureShape } from '../../signals/history-rows.ts';

/** Far below what a bucket's width hides, and short to write. */
const VALUE_DIGITS = 6;

/**
 * The key of a feature's bin of shape `values`: the middle of its bucket, as a decimal number.
 * @param bucket see `signedBucket`
 * @example keyOfBucket(3240) // '99.7895'
 */
export function keyOfBucket(bucket: number): string {
  return String(Number(signedBucketValue(bucket).toPrecision(VALUE_DIGITS)));
}

/** A feature row that stays small for as long as it is kept: a year of hours of some features is many. */
export class CompactFeature implements FeatureRow {
  readonly hourMs: number;
  readonly feature: string;
  readonly role: FeatureRole;
  readonly release: string;
  readonly shape: FeatureShape;
  readonly #keys: readonly string[];
  readonly #counts: readonly number[];

  /**
   * @param keys of bins, as a FeatureRow has them
   * @param counts as many
   */
  constructor(row: Omit<FeatureRow, 'counts'>, keys: readonly string[], counts: readonly number[]) {
    this.hourMs = row.hourMs;
    this.feature = row.feature;
    this.role = row.role;
    this.release = row.release;
    this.shape = row.shape;
    this.#keys = keys;
    this.#counts = counts;
  }

  /** Made anew at each call: histories ask once. */
  get counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    this.#keys.forEach((key, i) => counts.set(key, this.#counts[i] ?? 0));
    return counts;
  }
}
