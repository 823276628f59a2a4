import { noteWorkload, writeRow } from '../encode-event.ts';
import { MAX_NOTED, type NotedEvent, type TakenNews } from '../note-events.ts';
import type { RowBatch, RowBatches } from '../row-batch.ts';
import type { SeenIds } from '../seen-ids.ts';
import { freeIds } from '../take-events.ts';
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
}

/** A change of one trace's row. */
interface Change {
  readonly record: TraceRecord;
  readonly next: RunRow | null;
}

function write(batch: RowBatch, { fields, facts }: RunRow, sign: 1 | -1): void {
  const rows = batch.rowsOf('runs');
  writeRow(rows, fields, { ...facts, sign });
  noteWorkload(rows, fields.workload, facts.tsMs);
}

/**
 * Claims an id for the first row of a trace.
 * @returns false where an event of the sender's own has it
 */
function claim(
  seen: SeenIds,
  batch: RowBatch,
  workload: string,
  id: string,
  atMs: number,
): boolean {
  if (!seen.claim(workload, id, atMs)) return false;
  batch.rowsOf('runs').ids.push(seen.low, seen.high, Math.floor(atMs / 1000));
  return true;
}

/** A run as it is told on; its fields have the names of the wire. */
function noted({ fields, facts }: RunRow): NotedEvent {
  const event = { kind: 'run' as const, ...fields, cost_usd: facts.costUsd ?? null };
  return { kind: 'accepted', id: facts.id, tsMs: facts.tsMs, event };
}

/** Tells of the first runs among changes that are on disk; a corrected run is no news. */
function tell({ onTaken }: EmitDeps, done: readonly Change[], nowMs: number): void {
  if (!onTaken) return;
  const shown = done.flatMap(({ record, next }) => (next && record.emitted === null ? [next] : []));
  const events = shown.slice(0, MAX_NOTED).map(noted);
  onTaken({ receivedAtMs: nowMs, keyId: '', events });
}

function changesOf(deps: EmitDeps, records: readonly TraceRecord[]): Change[] {
  return records.flatMap((record) => {
    const next = deps.runRow(record);
    return next?.key === record.emitted?.key ? [] : [{ record, next }];
  });
}

/**
 * Writes the rows of traces whose run has changed: the old one taken back, the new one put in, both
 * or neither. Each trace must be complete.
 * @param nowMs epoch milliseconds
 * @throws BellwetherError `unavailable` where they could not be kept: then nothing has changed
 */
export async function emitRuns(
  deps: EmitDeps,
  records: readonly TraceRecord[],
  nowMs: number,
): Promise<void> {
  const batch = deps.batches.create();
  const done: Change[] = [];
  try {
    for (const { record, next } of changesOf(deps, records)) {
      const { workload, traceId, emitted } = record;
      const isFirst = emitted === null && next !== null;
      if (isFirst && !claim(deps.seen, batch, workload, traceId, nowMs)) {
        record.isTaken = true;
        continue;
      }
      // Where the request that claimed the trace could not be kept, its claim is gone.
      claim(deps.seen, batch, workload, traceMark(traceId), nowMs);
      if (emitted) write(batch, emitted, -1);
      if (next) write(batch, next, 1);
      done.push({ record, next });
    }
    if (done.length === 0) return;
    await deps.append(batch, () => freeIds(deps.seen, batch));
    tell(deps, done, nowMs);
    for (const { record, next } of done) record.emitted = next;
  } finally {
    deps.batches.release(batch);
  }
}
