import { z } from 'zod';
import type { Database } from '../database.ts';

/** What an event is known by for as long as raw events are kept. */
export interface EventKey {
  readonly workload: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly tsMs: number;
}

/** Events of one raw table, and what earlier ones they may repeat. */
export interface KnownEventsQuestion {
  readonly table: 'runs' | 'events';
  readonly keys: readonly EventKey[];
  /** Only what was received before counts as known, epoch milliseconds. */
  readonly receivedBeforeMs: number;
  /** Segment the events are in themselves. */
  readonly segment: bigint;
}

/** Keys, or workloads, in one statement. */
const CHUNK = 1000;

/** What the ids of one statement may take: a server refuses a parameter of more than 128 KiB. */
const CHUNK_BYTES = 128_000;

/** Keys that fit into one statement each time. */
function* chunksOf(keys: readonly EventKey[]): Generator<readonly EventKey[]> {
  let from = 0;
  let bytes = 0;
  for (const [i, { id }] of keys.entries()) {
    // Quoted and parted, with every byte escaped at worst.
    const size = 2 * Buffer.byteLength(id) + 3;
    if (i - from === CHUNK || bytes + size > CHUNK_BYTES) {
      yield keys.slice(from, i);
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  yield keys.slice(from);
}

const keyRow = z.object({ workload: z.string(), id: z.string(), tsMs: z.number() });

const SCOPE = `workload IN {workloads: Array(String)}
  AND ts >= fromUnixTimestamp64Milli({fromMs: Int64}) AND ts <= fromUnixTimestamp64Milli({toMs: Int64})
  AND received_at < fromUnixTimestamp64Milli({receivedBeforeMs: Int64})
  AND spool_segment != {segment: UInt64} AND origin = ''`;

function scopeOf({ keys, receivedBeforeMs, segment }: KnownEventsQuestion) {
  const times = keys.map(({ tsMs }) => tsMs);
  return {
    workloads: [...new Set(keys.map(({ workload }) => workload))],
    fromMs: times.reduce((a, b) => Math.min(a, b)),
    toMs: times.reduce((a, b) => Math.max(a, b)),
    receivedBeforeMs,
    segment: segment.toString(),
  };
}

/** Whether anything was received before that the events could repeat: mostly there is nothing. */
async function mayRepeat(database: Database, question: KnownEventsQuestion): Promise<boolean> {
  const scope = scopeOf(question);
  for (let from = 0; from < scope.workloads.length; from += CHUNK) {
    const rows = await database.query(
      'known-events-look',
      `SELECT 1 AS found FROM ${question.table} WHERE ${SCOPE} LIMIT 1`,
      z.object({ found: z.number() }),
      { ...scope, workloads: scope.workloads.slice(from, from + CHUNK) },
    );
    if (rows.length > 0) return true;
  }
  return false;
}

/**
 * Which of some events the store holds already. A candidate shares id and time with one of the
 * events, in whatever combination: the caller compares whole keys.
 */
export async function findKnownEvents(
  database: Database,
  question: KnownEventsQuestion,
): Promise<EventKey[]> {
  if (question.keys.length === 0 || !(await mayRepeat(database, question))) return [];
  const found: EventKey[] = [];
  for (const keys of chunksOf(question.keys)) {
    const rows = await database.query(
      'known-events',
      `SELECT workload, id, toUnixTimestamp64Milli(ts) AS tsMs FROM ${question.table}
       WHERE ${SCOPE} AND id IN {ids: Array(String)}
         AND ts IN (SELECT fromUnixTimestamp64Milli(arrayJoin({times: Array(Int64)})))`,
      keyRow,
      {
        ...scopeOf({ ...question, keys }),
        ids: keys.map(({ id }) => id),
        times: [...new Set(keys.map(({ tsMs }) => tsMs))],
      },
    );
    for (const row of rows) found.push(row);
  }
  return found;
}
