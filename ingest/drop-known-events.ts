import type { EventKey, KnownEventsQuestion } from '../store/questions/find-known-events.ts';
import { nextTurn } from '../store/take-turns.ts';
import { STRUCK_OUT, type SegmentTarget } from '../store/segment-target.ts';
import type { RawTable } from '../store/raw-columns.ts';
import type { IngestLog } from './ingest-log.ts';
import { createColumnFinder, createRowReader, type ReadValue } from './row-reader.ts';
import type { WaitingSegment } from './segment-files.ts';
import type { SpoolFiles } from './spool-files.ts';

/** Which of some events the store holds from before. */
export type FindKnown = (question: KnownEventsQuestion) => Promise<readonly EventKey[]>;

export interface DropKnownDeps {
  readonly target: SegmentTarget;
  readonly files: SpoolFiles;
  readonly find: FindKnown;
  /** How long after an event's own time its id is remembered here, whenever it was received. */
  readonly knownForMs: number;
  /** Told how many events were dropped: they were acknowledged as new, and are not. */
  readonly onDropped: (count: number) => void;
  readonly now: () => number;
  readonly log: IngestLog;
}

/** A target of segments of which more is known than their file. */
export interface WaitingTarget {
  insert(segment: WaitingSegment): Promise<void>;
  repair(segment: WaitingSegment): Promise<number>;
}

interface OldRow extends EventKey {
  /** Where the row begins in its segment. */
  readonly start: number;
}

const COLUMNS = ['workload', 'id', 'ts', 'received_at', 'origin', 'sign'];

/** Rows looked at in one turn, some ten milliseconds: a full segment takes a quarter of a second. */
const ROWS_A_TURN = 10_000;

/** The rows whose ids may have been forgotten here, in their order; rows made of spans are told apart elsewhere. */
async function findOldRows(table: RawTable, bytes: Buffer, knownForMs: number): Promise<OldRow[]> {
  const reader = createRowReader(table, COLUMNS);
  const values: ReadValue[] = [];
  const old: OldRow[] = [];
  for (let start = 0, row = 1; start < bytes.length; row += 1) {
    if (row % ROWS_A_TURN === 0) await nextTurn();
    const end = reader.read(bytes, start, values);
    if (end === -1) break;
    const [workload, id, tsMs, receivedAtMs, origin, sign] = values as [
      string,
      string,
      number,
      number,
      string,
      number,
    ];
    if (origin === '' && sign !== STRUCK_OUT && tsMs < receivedAtMs - knownForMs) {
      old.push({ workload, id, tsMs, start });
    }
    start = end;
  }
  return old;
}

const keyText = ({ workload, id, tsMs }: EventKey): string => `${workload}\n${tsMs}\n${id}`;

/**
 * Hands segments on without the events that the store has held for longer than ids are remembered:
 * the same (workload, id, ts) counts once for as long as raw events are kept. An event of a recent
 * time needs no look: an earlier copy of it was received lately as well.
 */
export function createDropKnownEvents(deps: DropKnownDeps): WaitingTarget {
  const { target, files, knownForMs } = deps;

  /**
   * One byte of each row, where it stands: a full disk is no obstacle to handing over what fills it,
   * and a crash halfway leaves whole rows.
   */
  async function strikeOut(
    { table, path }: WaitingSegment,
    bytes: Buffer,
    rows: readonly OldRow[],
  ): Promise<void> {
    const signOf = createColumnFinder(table, 'sign');
    const places = rows.map(({ start }) => signOf(bytes, start));
    for (const place of places) bytes.writeInt8(STRUCK_OUT, place);
    const first = places[0] ?? 0;
    await files.overwrite(path, bytes.subarray(first, (places.at(-1) ?? 0) + 1), first);
  }

  async function drop(segment: WaitingSegment): Promise<void> {
    const { table, id, path, workloads } = segment;
    if (table !== 'runs' && table !== 'events') return;
    const receivedBeforeMs = deps.now() - knownForMs;
    const spans = [...(workloads?.values() ?? [])];
    if (spans.every(({ minTsMs }) => minTsMs >= receivedBeforeMs)) return;
    const bytes = await files.read(path);
    const keys = await findOldRows(table, bytes, knownForMs);
    const known = await deps.find({ table, keys, receivedBeforeMs, segment: id });
    const texts = new Set(known.map(keyText));
    const repeated = keys.filter((key) => texts.has(keyText(key)));
    if (repeated.length === 0) return;
    await strikeOut(segment, bytes, repeated);
    deps.onDropped(repeated.length);
    const facts = { segment: String(id), events: repeated.length };
    deps.log.info(facts, 'events dropped that the store has held for long');
  }

  return {
    async insert(segment) {
      await drop(segment);
      await target.insert(segment);
    },
    async repair(segment) {
      await drop(segment);
      return target.repair(segment);
    },
  };
}
