import { z } from 'zod';
import { isoTime } from '../../core/time.ts';
import type { RecordCheck } from '../../store/ledger/check-record.ts';

/** What a check of the record found, as it is told. */
export const recordCheckAnswer = z.object({
  ok: z.boolean(),
  records: z.number().int(),
  head: z
    .object({ sequence: z.number().int(), hash: z.string(), at: z.string() })
    .nullable()
    .describe('the last record; null where there is none'),
  problem: z
    .object({ sequence: z.number().int(), problem: z.string() })
    .nullable()
    .describe('the first bad record; null where all are as they were written'),
  head_file: z.object({
    problem: z.string().nullable().describe('what is wrong with the file; null where nothing is'),
  }),
  checked_at: z.string(),
});
export type RecordCheckAnswer = z.output<typeof recordCheckAnswer>;

/** @param checkedAtMs epoch milliseconds */
export function tellCheck(check: RecordCheck, checkedAtMs: number): RecordCheckAnswer {
  const { records, head, problem, headFileProblem } = check;
  return {
    ok: problem === null && headFileProblem === null,
    records,
    head: head && { sequence: head.sequence, hash: head.hash, at: isoTime(head.atMs) },
    problem,
    head_file: { problem: headFileProblem },
    checked_at: isoTime(checkedAtMs),
  };
}

/** Everything a check found wrong, a sentence each; none where all is well. */
export function tellProblems({ problem, head_file }: RecordCheckAnswer): string[] {
  return [
    ...(problem ? [`Record ${problem.sequence} ${problem.problem}.`] : []),
    ...(head_file.problem === null ? [] : [`The head file ${head_file.problem}.`]),
  ];
}
