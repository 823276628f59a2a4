import { join } from 'node:path';
import type { RawTable } from '../store/raw-columns.ts';
import { refuseForeignSpool } from './foreign-spool.ts';
import { IdList } from './id-list.ts';
import type { IngestLog } from './ingest-log.ts';
import { addSpan, type WorkloadSpans } from './row-batch.ts';
import { createRowReader, type ReadValue } from './row-reader.ts';
import { markedTrace } from './traces/trace-mark.ts';
import type { TraceKey } from '../store/questions/find-traces.ts';
import { byId, parseSegmentFileName, type WaitingSegment } from './segment-files.ts';
import type { SeenIds } from './seen-ids.ts';
import { RESERVATION_FILE } from './segment-ids.ts';
import { DRAFT, type SpoolFiles } from './spool-files.ts';

/** What a spool held when it was opened. */
export interface RecoveredSpool {
  /** Oldest first, each of whole rows. */
  readonly segments: readonly WaitingSegment[];
  /** Highest id among the files found; 0 where there were none. */
  readonly newestId: bigint;
  /** Files whose end was no whole row. */
  readonly tornTails: number;
  /** Traces that the segments hold spans of, or rows of their runs. */
  readonly traces: readonly TraceKey[];
}

interface Scan {
  rows: number;
  bytes: number;
  sinceMs: number | null;
  readonly workloads: WorkloadSpans;
  readonly ids: IdList;
}

const EVENT_COLUMNS = ['spool_segment', 'received_at', 'workload', 'ts', 'id', 'origin'];
const QUARANTINE_COLUMNS = ['spool_segment', 'received_at'];

/**
 * Reads a segment up to its last whole row. The rows themselves are the frame: each carries its
 * segment's id, so stretches of zeros or of another file's bytes end the segment too.
 */
function scanSegment(
  bytes: Buffer,
  table: RawTable,
  id: bigint,
  seen: SeenIds,
  onId: (workload: string, eventId: string, origin: string) => void,
): Scan {
  const isQuarantine = table === 'quarantine';
  const reader = createRowReader(table, isQuarantine ? QUARANTINE_COLUMNS : EVENT_COLUMNS);
  const scan: Scan = { rows: 0, bytes: 0, sinceMs: null, workloads: new Map(), ids: new IdList() };
  const values: ReadValue[] = [];
  while (scan.bytes < bytes.length) {
    const next = reader.read(bytes, scan.bytes, values);
    if (next === -1 || values[0] !== id) break;
    scan.rows += 1;
    scan.bytes = next;
    const receivedAtMs = values[1] as number;
    scan.sinceMs ??= receivedAtMs;
    if (isQuarantine) continue;
    const [, , workload, tsMs, eventId, origin] = values as [
      bigint,
      number,
      string,
      number,
      string,
      string | undefined,
    ];
    addSpan(scan.workloads, workload, { rows: 1, minTsMs: tsMs, maxTsMs: tsMs });
    onId(workload, eventId, origin ?? '');
    // A trace that goes on is known for as long as its last span says.
    seen.renew(workload, eventId, receivedAtMs);
    scan.ids.push(seen.low, seen.high, Math.floor(receivedAtMs / 1000));
  }
  return scan;
}

/** The trace that a row belongs to: a span's, or that of a run made of spans; null for any other. */
function traceOf(table: RawTable, eventId: string, origin: string): string | null {
  if (table === 'spans') return markedTrace(eventId);
  return table === 'runs' && origin === 'otlp' ? eventId : null;
}

/** What a kill left of a file that was being replaced. */
function isOwnDraft(name: string): boolean {
  if (!name.endsWith(DRAFT)) return false;
  const replaced = name.slice(0, -DRAFT.length);
  return replaced === RESERVATION_FILE || parseSegmentFileName(replaced) !== null;
}

/**
 * Takes stock of the segments that an earlier process left, cutting torn tails and claiming ids.
 * Nothing that was acknowledged can be in a torn tail: an acknowledgement waits for the whole batch.
 * @throws BellwetherError `conflict` as `refuseForeignSpool` does
 */
export async function recoverSpool(
  files: SpoolFiles,
  folder: string,
  nowMs: number,
  log: IngestLog,
  seen: SeenIds,
): Promise<RecoveredSpool> {
  // Read as this program's it would be cut to nothing.
  await refuseForeignSpool(files, folder);
  const found = await files.list(folder);
  for (const name of found) if (isOwnDraft(name)) await files.remove(join(folder, name));
  const names = found.flatMap((name) => {
    const parsed = parseSegmentFileName(name);
    return parsed ? [{ ...parsed, path: join(folder, name) }] : [];
  });
  const segments: WaitingSegment[] = [];
  const traces = new Map<string, TraceKey>();
  let tornTails = 0;
  for (const { id, table, path } of names.sort(byId)) {
    const bytes = await files.read(path);
    const scan = scanSegment(bytes, table, id, seen, (workload, eventId, origin) => {
      // Of a run that was being corrected a torn tail may have taken the better half.
      const traceId = traceOf(table, eventId, origin);
      if (traceId !== null) traces.set(`${workload}\n${traceId}`, { workload, traceId });
    });
    const torn = bytes.length - scan.bytes;
    if (torn > 0) {
      tornTails += 1;
      log.warn({ path, keptRows: scan.rows, cutBytes: torn }, 'spool segment had a torn tail, cut');
      await files.cut(path, scan.bytes);
    }
    if (scan.rows === 0) await files.remove(path);
    else {
      segments.push({
        table,
        id,
        path,
        rows: scan.rows,
        bytes: scan.bytes,
        workloads: table === 'quarantine' ? null : scan.workloads,
        ids: scan.ids,
        sinceMs: scan.sinceMs ?? nowMs,
        mayHaveBegun: true,
      });
    }
  }
  return { segments, newestId: names.at(-1)?.id ?? 0n, tornTails, traces: [...traces.values()] };
}
