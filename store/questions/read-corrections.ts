import { z } from 'zod';
import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { JudgementCorrection } from '../../signals/history-rows.ts';
import type { Database } from '../database.ts';

/** One judged run: when it ran and its own flag (−1: none; null: run unknown), its judgements. */
export const judgedRun = z.object({
  workload: z.string(),
  runMs: z.number().nullable(),
  flag: z.number().nullable(),
  /** [epoch ms, rank (1 best), hallucinated], in order of time. */
  judgements: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type JudgedRun = z.infer<typeof judgedRun>;

/** What the run's own flag ranks: below every judgement that came from outside. */
const FLAG_RANK = 9;
/** Reviews and evaluations by people; those of models rank below. */
const LAST_RANK_OF_PEOPLE = 2;

/**
 * How each judgement of a run changed the run's one judgement: a better-ranked source replaces a
 * worse one, a later word of the same rank replaces the earlier.
 * @param stepMs what `runHourMs` is rounded down to: an hour, or a shorter step of a series
 * @param run judgements ascending by time; a run that never arrived is dated by its first judgement
 */
export function correctionsOf(
  run: Omit<JudgedRun, 'workload'>,
  stepMs: number = HOUR_MS,
): JudgementCorrection[] {
  const first = run.judgements[0];
  if (!first) return [];
  const runMs = run.runMs ?? first[0];
  const flagged = run.flag !== null && run.flag >= 0;
  let current = {
    rank: flagged ? FLAG_RANK : Infinity,
    judged: flagged ? 1 : 0,
    hallucinated: run.flag === 1 ? 1 : 0,
  };
  const corrections: JudgementCorrection[] = [];
  for (const [atMs, rank, hallucinated] of run.judgements) {
    if (rank > current.rank) continue;
    // A person's word is only ever replaced by a person's.
    const wasByPeople = current.rank <= LAST_RANK_OF_PEOPLE;
    corrections.push({
      runHourMs: floorTo(runMs, stepMs),
      judgedMs: Math.max(atMs, runMs),
      judged: 1 - current.judged,
      hallucinated: hallucinated - current.hallucinated,
      ...(rank > LAST_RANK_OF_PEOPLE
        ? {}
        : {
            judgedByPeople: wasByPeople ? 0 : 1,
            hallucinatedByPeople: hallucinated - (wasByPeople ? current.hallucinated : 0),
          }),
    });
    current = { rank, judged: 1, hallucinated };
  }
  return corrections;
}

/**
 * Judged runs of some workloads up to an instant, as rows of `judgedRun`; parameters: workloads, endMs.
 * @param part what else is asked of each run, a column of `run_index` or a constant, as `part`; empty
 *   where the run never arrived
 */
export const judgedRunsSql = (part: string): string =>
  `SELECT j.workload AS workload, if(r.known = 0, NULL, r.runMs) AS runMs,
     if(r.known = 0, NULL, r.flag) AS flag, j.judgements AS judgements, r.part AS part
   FROM (
     SELECT workload, run_key,
       arraySort(groupArray((toUnixTimestamp64Milli(ts), rank, hallucinated))) AS judgements
     FROM judgement
     WHERE workload IN {workloads: Array(String)} AND ts <= fromUnixTimestamp64Milli({endMs: Int64})
     GROUP BY workload, run_key
   ) AS j
   LEFT JOIN (
     SELECT workload, run_key, toUnixTimestamp64Milli(max(ts)) AS runMs,
       argMax(counted.flag, ts) AS flag, argMax(counted.part, ts) AS part, 1 AS known
     FROM (
       SELECT workload, run_key, ts, flag, toString(${part}) AS part FROM run_index
       WHERE workload IN {workloads: Array(String)} AND (workload, run_key) IN (
         SELECT workload, run_key FROM judgement WHERE workload IN {workloads: Array(String)})
       GROUP BY workload, run_key, ts, flag, part HAVING sum(sign) > 0
     ) AS counted
     GROUP BY workload, run_key
   ) AS r ON j.workload = r.workload AND j.run_key = r.run_key`;

/**
 * The corrections that reviews and evaluations make to the runs' own hallucination flags.
 * @param endMs epoch milliseconds, inclusive: judgements of later times are left out
 */
export async function readJudgementCorrections(
  database: Database,
  workloads: readonly string[],
  endMs: number,
  stepMs: number = HOUR_MS,
): Promise<Map<string, JudgementCorrection[]>> {
  const sql = judgedRunsSql("''");
  const rows = await database.query('history-judgements', sql, judgedRun, { workloads, endMs });
  const corrections = new Map<string, JudgementCorrection[]>();
  for (const run of rows) {
    const list = corrections.get(run.workload) ?? [];
    list.push(...correctionsOf(run, stepMs));
    corrections.set(run.workload, list);
  }
  return corrections;
}
