import type { CutDimension } from '../../signals/cut.ts';
import { groupBy } from '../../signals/history/group-by.ts';
import type { JudgementCorrection } from '../../signals/history-rows.ts';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { correctionsOf, judgedRun, judgedRunsSql } from './read-corrections.ts';

const judgedPart = judgedRun.extend({ part: z.string() });

/**
 * The corrections that reviews and evaluations make to the runs' own flags, by the value that the run
 * states of a dimension, whatever the judgement states. Runs that state none, or never arrived, are
 * left out; tools have no judgements.
 * @param question.endMs epoch milliseconds, inclusive: judgements of later times are left out
 */
export async function readCutCorrections(
  database: Database,
  { workload, dimension, endMs }: { workload: string; dimension: CutDimension; endMs: number },
): Promise<ReadonlyMap<string, readonly JudgementCorrection[]>> {
  if (dimension === 'tool') return new Map();
  const parameters = { workloads: [workload], endMs };
  const sql = judgedRunsSql(dimension);
  const rows = await database.query('cut-judgements', sql, judgedPart, parameters);
  const byPart = groupBy(
    rows.filter(({ part }) => part !== ''),
    ({ part }) => part,
  );
  return new Map(
    [...byPart].map(([part, runs]) => [part, runs.flatMap((run) => correctionsOf(run))]),
  );
}
