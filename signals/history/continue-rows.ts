import type { HistoryRows } from '../history-rows.ts';
import { countWhile } from './count-while.ts';
import { DimensionColumns, type DimensionBlock } from './dimension-columns.ts';
import type { HourBlock } from './hour-block.ts';
import { HourColumns } from './hour-columns.ts';

/** The sorts of rows that a history is made of. */
export const ROW_KINDS = [
  'hours',
  'corrections',
  'features',
  'costs',
  'incidents',
  'metrics',
  'dimensions',
  'drifts',
  'designEffects',
  'dataAges',
  'rejected',
] as const satisfies readonly Exclude<
  keyof HistoryRows,
  'wholeHours' | 'wholeDimensions' | 'endMs'
>[];
/** One of the sorts of rows that a history is made of. */
export type RowKind = (typeof ROW_KINDS)[number];

/** Rows as they are read from an instant on: whole hours still as a block, everything else as rows. */
export interface RowsSince extends Omit<
  HistoryRows,
  'wholeHours' | 'wholeDimensions' | 'dimensions'
> {
  readonly whole: HourBlock | null;
  readonly dimensions: DimensionBlock;
}

/**
 * Rows read earlier, with everything from an instant on replaced by what was read since.
 *
 * Judgements, costs, incidents and metrics are taken from the fresh rows alone, which hold all of them.
 * @param before null: there were none, and the fresh rows hold everything
 * @param sinceMs on the hour, epoch milliseconds
 * @param kinds sorts of rows that were read, others stay what they were; absent: all
 */
export function continueRows(
  before: HistoryRows | null,
  fresh: RowsSince,
  sinceMs: number,
  kinds?: ReadonlySet<RowKind>,
): HistoryRows {
  const rows = continueAll(before, fresh, sinceMs);
  if (before === null || kinds === undefined) return rows;
  const kept: Partial<HistoryRows> = Object.fromEntries(
    ROW_KINDS.filter((kind) => !kinds.has(kind)).map((kind) => [kind, before[kind]]),
  );
  const { wholeHours, wholeDimensions } = before;
  return {
    ...rows,
    ...kept,
    ...(kinds.has('hours') || wholeHours === undefined ? {} : { wholeHours }),
    ...(kinds.has('dimensions') || wholeDimensions === undefined ? {} : { wholeDimensions }),
  };
}

function continueAll(before: HistoryRows | null, fresh: RowsSince, sinceMs: number): HistoryRows {
  const kept = before?.wholeHours?.before(sinceMs) ?? null;
  const { whole } = fresh;
  const hours = whole === null ? kept : (kept?.followedBy(whole) ?? HourColumns.of(whole));
  const known = before?.wholeDimensions?.before(sinceMs) ?? null;
  const isBefore = (row: { readonly hourMs: number }): boolean => row.hourMs < sinceMs;
  const rows: HistoryRows = {
    wholeDimensions: known?.followedBy(fresh.dimensions) ?? DimensionColumns.of(fresh.dimensions),
    dimensions: [],
    hours: continued(before?.hours, fresh.hours, isBefore),
    corrections: fresh.corrections,
    costs: fresh.costs,
    incidents: fresh.incidents,
    metrics: fresh.metrics,
    features: continued(before?.features, fresh.features, isBefore),
    drifts: continued(before?.drifts, fresh.drifts, ({ tsMs }) => tsMs < sinceMs),
    designEffects: continued(
      before?.designEffects,
      fresh.designEffects,
      ({ atMs }) => atMs < sinceMs,
    ),
    dataAges: continued(before?.dataAges, fresh.dataAges, isBefore),
    rejected: continued(before?.rejected, fresh.rejected, isBefore),
    endMs: fresh.endMs,
  };
  return hours === null ? rows : { ...rows, wholeHours: hours };
}

/** The first rows of the one list and then all of the other; the list itself where nothing is added. */
function continued<Row>(
  before: readonly Row[] | undefined,
  fresh: readonly Row[],
  isKept: (row: Row) => boolean,
): readonly Row[] {
  if (before === undefined) return fresh;
  const kept = countWhile(before, isKept);
  if (kept === before.length && fresh.length === 0) return before;
  return [...before.slice(0, kept), ...fresh];
}
