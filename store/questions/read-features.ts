import { z } from 'zod';
import {
  FEATURE_ROLES,
  FEATURE_SHAPES,
  type FeatureRow,
  type FeatureShape,
} from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';
import { inTurns } from '../take-turns.ts';
import { FEATURE_HOUR } from '../tables/hour-keepers.ts';
import { CompactFeature, keyOfBucket } from './compact-feature.ts';
import { rowsByHour, type HourScope } from './rows-by-hour.ts';

/** Categories of a feature that an hour keeps apart; the rest, the rarest, is one of its own. */
const MAX_CATEGORIES = 200;
const OTHER = 'other';
/** Bins of other shapes that an hour keeps, the fullest: as many as one event may state. */
const MAX_BINS = 1000;

/** [workload, hour in seconds, feature, role, release, shape, [bin, count] fullest first, count of all bins]. */
const compactRow = z
  .tuple([
    z.string(),
    z.number(),
    z.string(),
    z.enum(FEATURE_ROLES),
    z.string(),
    z.enum(FEATURE_SHAPES),
    z.array(z.tuple([z.string(), z.number()])),
    z.number(),
  ])
  .nullable()
  // A row that can't be read is left out: what else is known of the workload must not go with it.
  .catch(null);

/**
 * Counts by key as a FeatureRow has them; bins that were taken back whole are none.
 * @param total of all bins, those that were not sent included
 */
function countsOf(
  shape: FeatureShape,
  bins: readonly (readonly [string, number])[],
  total: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  let rest = total;
  for (const [bin, n] of bins) {
    if (n <= 0 || (shape === 'categories' && counts.size === MAX_CATEGORIES)) break;
    counts.set(shape === 'values' ? keyOfBucket(Number(bin)) : bin, n);
    rest -= n;
  }
  if (shape === 'categories' && rest > 0) counts.set(OTHER, (counts.get(OTHER) ?? 0) + rest);
  return counts;
}

/** Bins in one question: its answer, some 40 MB, is held in memory whole. */
const BINS_A_QUESTION = 2_000_000;

/** Workloads that have features, as many together as one question may be about. */
async function groupsWithFeatures(database: Database, scope: HourScope): Promise<string[][]> {
  const counted = await database.query(
    'history-feature-sizes',
    `SELECT workload, sum(length(counts)) AS bins FROM ${FEATURE_HOUR.table}
     WHERE workload IN {workloads: Array(String)} AND at >= fromUnixTimestamp64Milli({sinceMs: Int64})
     GROUP BY workload`,
    z.object({ workload: z.string(), bins: z.number() }),
    scope,
  );
  const groups: string[][] = [];
  let binsOfLast = Infinity;
  for (const { workload, bins } of counted) {
    if (binsOfLast + bins > BINS_A_QUESTION) {
      groups.push([]);
      binsOfLast = 0;
    }
    groups.at(-1)?.push(workload);
    binsOfLast += bins;
  }
  return groups;
}

/** Texts that come up hour after hour, each kept once. */
function createSharedTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
}

/**
 * What the features of some workloads looked like by the hour, out of `distribution` events.
 * @param precision see `rowsByHour`
 * @returns rows of a workload ascending by hour
 */
export async function readFeatures(
  database: Database,
  scope: HourScope,
  precision: 'minute' | 'exact',
): Promise<Map<string, FeatureRow[]>> {
  const features = new Map<string, FeatureRow[]>();
  const shared = createSharedTexts();
  for (const workloads of await groupsWithFeatures(database, scope)) {
    const found = await database.queryCompact(
      'history-features',
      `SELECT workload, toUnixTimestamp(at) AS hour, feature, role, release, shape,
         arraySlice(arraySort(bin -> (-bin.2, bin.1), counts::Array(Tuple(String, Int64))), 1, ${MAX_BINS}) AS bins,
         arraySum(mapValues(counts)) AS total
       FROM ${rowsByHour(FEATURE_HOUR, precision)} ORDER BY workload, at`,
      compactRow,
      { ...scope, workloads },
    );
    await inTurns(found, (row) => {
      if (row === null) return;
      const [workload, hour, feature, role, release, shape, bins, total] = row;
      const counts = countsOf(shape, bins, total);
      if (counts.size === 0) return;
      const named = { feature: shared(feature), role, release: shared(release), shape };
      const keys = Array.from(counts.keys(), shared);
      const compact = new CompactFeature({ hourMs: hour * 1000, ...named }, keys, [
        ...counts.values(),
      ]);
      const list = features.get(workload);
      if (list) list.push(compact);
      else features.set(workload, [compact]);
    });
  }
  return features;
}
