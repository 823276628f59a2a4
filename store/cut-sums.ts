import { z } from 'zod';
import { BellwetherError } from '../core/errors.ts';
import { oneAtATime } from '../core/one-at-a-time.ts';
import { MAX_CUT_VALUES } from '../signals/cut.ts';
import type { Database } from './database.ts';
import {
  CUT_HOUR,
  CUT_SOURCES,
  SUMMED_MARK,
  countChunkValues,
  insertCutChunk,
  type CutSource,
} from './tables/cut-hour.ts';

/** Keeps the sums by release, model, segment and tool up with the raw rows. */
export interface CutSums {
  /**
   * Resolves once the sums hold every row that was in the raw tables at the call.
   * @throws BellwetherError `unavailable` where the database is away or slow; what was summed stays
   */
  catchUp(): Promise<void>;
  /** Runs a task while nothing is summed, such as erasing what the sums are made of. */
  paused<T>(task: () => Promise<T>): Promise<T>;
  /** Begins no other chunk, whoever waits; resolves when the one under way is summed. */
  close(): Promise<void>;
}

/** Rows summed at a time: their groups are held in memory, and at the worst each row is one. */
const CHUNK_ROWS = 250_000;

/** Ids of segments are larger than doubles are exact. */
const segmentId = z.string().regex(/^\d+$/).transform(BigInt);
const monthRow = z.object({ month: z.number(), newest: segmentId });
const markRow = z.object({ source: z.enum(CUT_SOURCES), month: z.number(), summed: segmentId });
const segmentRow = z.object({ segment: segmentId, rows: z.number() });

/** Up to where each month of a source is summed. */
type Marks = ReadonlyMap<string, bigint>;
const keyOf = (source: CutSource, month: number): string => `${source} ${month}`;

async function readMarks(database: Database): Promise<Marks> {
  const rows = await database.query(
    'cut-marks',
    `SELECT dimension AS source, toYYYYMM(at) AS month, toString(max(spool_segment)) AS summed
     FROM ${CUT_HOUR.table} WHERE workload = '${SUMMED_MARK}' GROUP BY source, month`,
    markRow,
  );
  return new Map(rows.map(({ source, month, summed }) => [keyOf(source, month), summed]));
}

/** Months that hold rows of a segment or of later ones, and the newest segment of each. */
function readMonths(
  database: Database,
  source: CutSource,
  since: bigint,
): Promise<z.output<typeof monthRow>[]> {
  return database.query(
    'cut-months',
    `SELECT toYYYYMM(ts) AS month, toString(max(spool_segment)) AS newest FROM ${source}
     WHERE spool_segment >= {since: UInt64} GROUP BY month ORDER BY month`,
    monthRow,
    { since: since.toString() },
  );
}

/** Some segments of one month of a raw table. */
interface Chunk {
  readonly month: number;
  readonly after: bigint;
  readonly until: bigint;
}

/** The segments of a month that are not summed yet, cut into chunks of whole segments. */
async function chunksOf(database: Database, source: CutSource, due: Chunk): Promise<Chunk[]> {
  const { month, after, until } = due;
  const segments = await database.query(
    'cut-segments',
    `SELECT toString(spool_segment) AS segment, count() AS rows FROM ${source}
     WHERE toYYYYMM(ts) = {month: UInt32}
       AND spool_segment > {after: UInt64} AND spool_segment <= {until: UInt64}
     GROUP BY spool_segment ORDER BY spool_segment`,
    segmentRow,
    { month, after: after.toString(), until: until.toString() },
  );
  const chunks: Chunk[] = [];
  let start = after;
  let rows = 0;
  segments.forEach((one, i) => {
    rows += one.rows;
    const next = segments[i + 1];
    if (next !== undefined && rows + next.rows <= CHUNK_ROWS) return;
    chunks.push({ month, after: start, until: one.segment });
    start = one.segment;
    rows = 0;
  });
  return chunks;
}

/** A month in the engine's words, 202611, as the epoch second it starts at. */
function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 100), (month % 100) - 1) / 1000;
}

async function sumChunk(
  database: Database,
  source: CutSource,
  chunk: Chunk,
  name: string,
): Promise<void> {
  const parameters = {
    month: chunk.month,
    monthStart: monthStart(chunk.month),
    after: chunk.after.toString(),
    until: chunk.until.toString(),
  };
  const [found] = await database.query(
    'cut-values',
    countChunkValues(source),
    z.object({ n: z.number() }),
    parameters,
  );
  const isCapped = (found?.n ?? 0) > MAX_CUT_VALUES;
  const token = [name, source, chunk.month, chunk.after, chunk.until].join('-');
  await database.command('cut-sum', insertCutChunk(source, isCapped, token), parameters);
}

/**
 * Sums raw rows by what they are cut by, in the order in which their segments came, and marks in the
 * same block up to which segment a month is summed: so a kill at any point leaves each row summed once.
 * Segments must be handed over one at a time in rising order, as `SegmentTarget` says.
 * @param name unlike that of any other process that ever summed here, digits, letters and -: a process
 *   whose insert was cut off tries that one again, which counts once, but one that was killed may have
 *   left the memory of an insert whose rows are not there
 */
export function createCutSums(database: Database, name: string): CutSums {
  /** Every month is summed up to here; the segment itself may have been under way. */
  const summed: Record<CutSource, bigint> = { runs: 0n, events: 0n };
  /** Of which it is not known whether it arrived. */
  let doubtful: { readonly source: CutSource; readonly chunk: Chunk } | null = null;
  let waiting: Promise<void> | null = null;
  let isClosed = false;
  const inTurn = oneAtATime();

  async function sum(source: CutSource, chunk: Chunk): Promise<void> {
    if (isClosed) throw new BellwetherError('unavailable', 'this server is shutting down');
    doubtful = { source, chunk };
    await sumChunk(database, source, chunk, name);
    doubtful = null;
  }

  async function sumSource(source: CutSource, marks: Marks): Promise<void> {
    const months = await readMonths(database, source, summed[source]);
    for (const { month, newest } of months) {
      const after = marks.get(keyOf(source, month)) ?? 0n;
      if (newest <= after) continue;
      const due = { month, after, until: newest };
      for (const chunk of await chunksOf(database, source, due)) {
        await sum(source, chunk);
      }
    }
    for (const { newest } of months) if (newest > summed[source]) summed[source] = newest;
  }

  return {
    catchUp() {
      // Whoever comes while one waits to begin is served by it.
      waiting ??= inTurn(async () => {
        waiting = null;
        if (doubtful) await sum(doubtful.source, doubtful.chunk);
        const marks = await readMarks(database);
        for (const source of CUT_SOURCES) await sumSource(source, marks);
      });
      return waiting;
    },
    paused: inTurn,
    async close() {
      isClosed = true;
      await inTurn(() => Promise.resolve());
    },
  };
}
