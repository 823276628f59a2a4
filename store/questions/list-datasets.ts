import { z } from 'zod';
import type { Database } from '../database.ts';

const datasetRow = z.object({
  dataset: z.string(),
  firstMs: z.number(),
  evaluations: z.number(),
});

/** More than anybody reads, and a bound on what names made up by a sender can cost. */
const MOST_DATASETS = 50;

/** A dataset that evaluation events named: since when (epoch milliseconds), and how many of them. */
export type DatasetRow = z.output<typeof datasetRow>;

/**
 * The datasets that a workload's evaluation events named, the largest first, as far back as raw events are
 * kept.
 * @param untilMs events up to this instant, epoch milliseconds
 */
export function listDatasets(
  database: Database,
  workload: string,
  untilMs: number,
): Promise<DatasetRow[]> {
  return database.query(
    'datasets',
    `SELECT dataset, toUnixTimestamp64Milli(min(ts)) AS firstMs, sum(sign) AS evaluations
     FROM events
     WHERE workload = {workload: String} AND kind = 'evaluation' AND dataset != ''
       AND ts <= fromUnixTimestamp64Milli({untilMs: Int64})
     GROUP BY dataset HAVING evaluations > 0
     ORDER BY evaluations DESC, dataset LIMIT ${MOST_DATASETS}`,
    datasetRow,
    { workload, untilMs },
  );
}
