import type { RecordCheck } from '../api/record-queries.ts';
import { formatPlural } from '../format/number.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';

/** The outcome of a check, ready to be drawn. */
export interface CheckView {
  readonly isWell: boolean;
  readonly title: string;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
  /** Sequence of the first bad record; null where none is. */
  readonly badRecord: string | null;
  readonly checked: string;
  /** The head, for whoever wants to note it elsewhere; null of an empty record. */
  readonly head: string | null;
}

function tellWell(records: number): string {
  if (records === 0) return 'Nothing was on record at the last check';
  if (records === 1) return 'The one record is as it was written';
  return `All ${formatPlural(records, 'record')} are as they were written`;
}

export function buildCheckView(check: RecordCheck, nowMs: number): CheckView {
  const { ok, records, head, problem, head_file: file, checked_at: checkedAt } = check;
  return {
    isWell: ok,
    title: ok ? tellWell(records) : 'The record was tampered with',
    problems: [
      ...(problem ? [`Record ${problem.sequence} ${problem.problem}.`] : []),
      ...(file.problem === null ? [] : [`The head file ${file.problem}.`]),
    ],
    badRecord: problem && String(problem.sequence),
    checked: `Checked ${formatAgo(instantMs(checkedAt), nowMs)}`,
    head:
      head && `Record ${head.sequence} of ${formatInstant(instantMs(head.at))}, hash ${head.hash}`,
  };
}
