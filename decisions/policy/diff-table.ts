import { AXIS_COMBINATIONS, matchRow } from '../engine/decision-table.ts';
import { listInWords } from '../assessment/signal-phrase.ts';
import { DEFAULT_TABLE } from './default-policy.ts';
import { findDeadRows } from './find-dead-rows.ts';
import { isSame, type PolicyDifference } from './policy-difference.ts';
import type { TableRow } from './policy.ts';

/**
 * What two decision tables decide differently: at most one entry, in terms of the 27 combinations of
 * axis states rather than of rows, because rows can move without deciding anything.
 * @param before undefined for the built-in table
 */
export function diffTables(
  before: readonly TableRow[] | undefined,
  after: readonly TableRow[] | undefined,
): PolicyDifference[] {
  const [from, to] = [before ?? DEFAULT_TABLE, after ?? DEFAULT_TABLE];
  if (isSame(from, to)) return [];
  const changes = AXIS_COMBINATIONS.flatMap((axes) => {
    const verdicts = [from, to].map((table) => matchRow(table, axes)?.row.verdict ?? 'no verdict');
    if (verdicts[0] === verdicts[1]) return [];
    const { value, operations, economics } = axes;
    const where = `value ${value}, operations ${operations}, economics ${economics}`;
    return [`${where}: ${verdicts.join(' → ')}`];
  });
  const words =
    changes.length === 0
      ? 'Decision table: other rows or words, the same verdicts'
      : `Decision table: ${changes.length} of ${AXIS_COMBINATIONS.length} combinations decided otherwise (${listInWords(changes)})`;
  const dead = findDeadRows(to).map((index) => `row ${index + 1}`);
  const warning = dead.length === 0 ? '' : `; ${listInWords(dead)} can never match`;
  return [
    {
      path: 'table',
      before: before ?? null,
      after: after ?? null,
      words: words + warning,
      stricter: null,
    },
  ];
}
