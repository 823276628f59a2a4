import { z } from 'zod';
import type { PairedSet } from '../../signals/compare.ts';
import type { CutDimension } from '../../signals/cut.ts';
import type { Database } from '../database.ts';

/** The attribute by which an evaluation says which item of its set it is about. */
const ITEM = 'item';
const ITEM_TEXT = `JSONExtractRaw(attributes, '${ITEM}')`;

/** More evaluation sets than anybody compares at once. */
const MAX_SETS = 200;

const pairRow = z.object({
  dataset: z.string(),
  name: z.string(),
  improved: z.number(),
  worsened: z.number(),
  unchanged: z.number(),
});

/** Two values of a dimension, and the window; times in epoch milliseconds, both inclusive. */
export interface PairQuestion {
  readonly workload: string;
  readonly dimension: CutDimension;
  readonly before: string;
  readonly after: string;
  readonly fromMs: number;
  readonly endMs: number;
}

/**
 * Items that both parts of a workload were evaluated on: evaluations of the same `dataset` and `name`
 * whose attribute `item` is the same. Of several evaluations of an item by one part the first counts,
 * so that pairs only ever are added. Out of raw events: as far back as those are kept.
 */
export async function readCutPairs(
  database: Database,
  { dimension, ...question }: PairQuestion,
): Promise<PairedSet[]> {
  if (dimension === 'tool') return [];
  const rows = await database.query(
    'cut-pairs',
    `SELECT dataset, name, countIf(earlier = 0 AND later = 1) AS improved,
       countIf(earlier = 1 AND later = 0) AS worsened, countIf(earlier = later) AS unchanged
     FROM (
       SELECT dataset, name, item, argMinIf(passed, ts, part = {before: String}) AS earlier,
         argMinIf(passed, ts, part = {after: String}) AS later
       FROM (
         SELECT dataset, name, ${ITEM_TEXT} AS item, toString(${dimension}) AS part, ts,
           assumeNotNull(passed) AS passed
         FROM events
         WHERE workload = {workload: String} AND kind = 'evaluation'
           AND ts >= fromUnixTimestamp64Milli({fromMs: Int64})
           AND ts <= fromUnixTimestamp64Milli({endMs: Int64})
           AND dataset != '' AND events.passed IS NOT NULL AND position(attributes, '"${ITEM}"') > 0
           AND ${dimension} IN ({before: String}, {after: String})
         GROUP BY dataset, name, item, part, ts, passed HAVING sum(sign) > 0 AND item NOT IN ('', 'null')
       )
       GROUP BY dataset, name, item
       HAVING countIf(part = {before: String}) > 0 AND countIf(part = {after: String}) > 0
     )
     GROUP BY dataset, name ORDER BY dataset, name LIMIT ${MAX_SETS}`,
    pairRow,
    question,
  );
  return rows.map((row) => ({ ...row, items: row.improved + row.worsened + row.unchanged }));
}
