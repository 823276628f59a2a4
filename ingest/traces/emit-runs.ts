import { claimId, freeIds, renewId } from '../claim-ids.ts';
import { noteWorkload, writeRow } from '../encode-event.ts';
import type { IngestLog } from '../ingest-log.ts';
import { MAX_NOTED, type NotedEvent, type TakenNews } from '../note-events.ts';
import type { RowBatch, RowBatches, TableRows } from '../row-batch.ts';
import type { SeenIds } from '../seen-ids.ts';
import type { RunRow } from './run-row.ts';
import { traceMark } from './trace-mark.ts';
import type { TraceRecord } from './trace-record.ts';

export interface EmitDeps {
  readonly seen: SeenIds;
  readonly batches: RowBatches;
  /** The row of a trace's run; null where the trace is none. */
  readonly runRow: (record: TraceRecord) => RunRow | null;
  readonly append: (batch: RowBatch, undo: () => void) => Promise<void>;
  /** Told of a few runs when they are shown for the first time; absent where nobody watches. */
  readonly onTaken?: ((news: TakenNews) => void) | undefined;
  readonly log: IngestLog;
}

/** A change of one trace's rows. */
interface Change {
  readonly record: TraceRecord;
  readonly next: RunRow | null;
}

/** Writes the rows of one trace, all of them or, where one can't be written, none. */
function write(rows: TableRows, { record, next }: Change): void {
  const { writer, segmentOffsets } = rows;
  const before = { bytes: writer.length, rows: segmentOffsets.length };
  const signed = [
    ...record.emitted.map((row) => ({ row, sign: -1 as const })),
    ...(next ? [{ row: next, sign: 1 as const }] : []),
  ];
  try {
    for (const { row, sign } of signed) writeRow(rows, row.fields, { ...row.facts, sign });
  } catch (error) {
    writer.length = before.bytes;
    segmentOffsets.length = before.rows;
    throw error;
  }
  for (const { row } of signed) noteWorkload(rows, row.fields.workload, row.facts.tsMs);
}

const stands = ({ emitted }: TraceRecord, next: RunRow | null): boolean =>
  next ? emitted.length === 1 && emitted[0]?.key === next.key : emitted.length === 0;

/**
 * Puts a trace's rows into a batch where its run has changed; ids are taken once they are written.
 * @returns null where nothing is to be done
 * @throws what working the run out or writing it throws: then the batch is as it was
 */
function change(
  { seen, runRow }: EmitDeps,
  record: TraceRecord,
  batch: RowBatch,
  nowMs: number,
): Change | null {
  const { workload, traceId, isOurs } = record;
  const changed = { record, next: runRow(record) };
  if (stands(record, changed.next)) return null;
  if (!isOurs && seen.holds(workload, traceId, nowMs)) {
    record.isTaken = true;
    return null;
  }
  const rows = batch.rowsOf('runs');
  write(rows, changed);
  if (!isOurs) claimId(seen, rows, workload, traceId, nowMs);
  // Its spans must find it for as long as it goes on, also where the request that took it failed.
  renewId(seen, rows, workload, traceMark(traceId), nowMs);
  return changed;
}

/** One trace whose run can't be made must not hold up the others; its next span tries again. */
function changeOrSetAside(
  deps: EmitDeps,
  record: TraceRecord,
  batch: RowBatch,
  nowMs: number,
): Change | null {
  try {
    return change(deps, record, batch, nowMs);
  } catch (error) {
    const { workload, traceId } = record;
    deps.log.error({ workload, traceId, error: String(error) }, 'no run could be made of a trace');
    return null;
  }
}

/** A run as it is told on; its fields have the names of the wire. */
function noted({ fields, facts }: RunRow): NotedEvent {
  const event = { kind: 'run' as const, ...fields, cost_usd: facts.costUsd ?? null };
  return { kind: 'accepted', id: facts.id, tsMs: facts.tsMs, event };
}

/** Tells of the first runs among changes that are on disk; a corrected run is no news. */
function tell({ onTaken }: EmitDeps, done: readonly Change[], nowMs: number): void {
  if (!onTaken) return;
  const shown = done.flatMap(({ record, next }) => (next && !record.isOurs ? [next] : []));
  const events = shown.slice(0, MAX_NOTED).map(noted);
  onTaken({ receivedAtMs: nowMs, keyId: '', events });
}

/**
 * Writes the rows of traces whose run has changed: the old ones taken back, the new one put in, all
 * or nothing. Each trace must be complete.
 * @param nowMs epoch milliseconds
 * @throws BellwetherError `unavailable` where they could not be kept: then nothing has changed
 */
export async function emitRuns(
  deps: EmitDeps,
  records: readonly TraceRecord[],
  nowMs: number,
): Promise<void> {
  const batch = deps.batches.create();
  try {
    const done = records
      .map((record) => changeOrSetAside(deps, record, batch, nowMs))
      .filter((changed) => changed !== null);
    if (done.length === 0) return;
    await deps.append(batch, () => freeIds(deps.seen, batch));
    tell(deps, done, nowMs);
    for (const { record, next } of done) {
      record.emitted = next ? [next] : [];
      record.isOurs = true;
    }
  } finally {
    deps.batches.release(batch);
  }
}
