import { BellwetherError } from '../core/errors.ts';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { z } from 'zod';
import { inTurns } from './take-turns.ts';

/** Values bound to `{name: Type}` placeholders; never concatenated. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/** How segment files reach the engine: read by it where it runs here, sent to it otherwise. */
export type SegmentTransport = 'file' | 'body';

/** The one door to ClickHouse; the same for the embedded engine and for a server. */
export interface Database {
  readonly segmentTransport: SegmentTransport;
  /** Rows of a question, each checked by its schema. `name` appears in the database's own log. */
  query<Row extends z.ZodType>(
    name: string,
    sql: string,
    row: Row,
    parameters?: QueryParameters,
  ): Promise<z.infer<Row>[]>;
  /** The same with rows as arrays of columns, for wide results. */
  queryCompact<Row extends z.ZodType>(
    name: string,
    sql: string,
    row: Row,
    parameters?: QueryParameters,
  ): Promise<z.infer<Row>[]>;
  /** The answer in the Native format, for those of many numbers: see `nativeBlocks`. */
  queryNative(name: string, sql: string, parameters?: QueryParameters): Promise<Uint8Array>;
  /**
   * The answer to a statement that names its own format and settings, piece by piece as it comes from a
   * server. Server only: the engine here would hold it in memory as a whole.
   */
  stream(
    name: string,
    sql: string,
    parameters?: QueryParameters,
  ): Promise<AsyncIterable<Uint8Array>>;
  command(name: string, sql: string, parameters?: QueryParameters): Promise<void>;
  /** Runs an insert whose data is the stream, unchanged. Server only: the engine here would parse it as SQL. */
  insertBody(name: string, sql: string, body: Readable): Promise<void>;
  /** Inserts documents as one block: all of them or none. */
  insertRows(name: string, table: string, rows: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

/** Queries that may run at once: four heavy ones already keep two cores busy, and more starve fsync. */
const MAX_CONCURRENT_QUERIES = 4;

/** Longest that a statement may run; questions of pages take milliseconds, hand-overs a second. */
export const STATEMENT_TIMEOUT_SECONDS = 60;

/**
 * What one question may take of the memory it shares with the program: enough for a scan over the
 * roll-ups of many workloads, little enough to leave room on a machine with 4 GB.
 */
const QUERY_MEMORY_BYTES = 1_000_000_000;

const SETTINGS = [
  'output_format_json_quote_64bit_integers = 0',
  'output_format_json_quote_decimals = 0',
  `max_memory_usage = ${QUERY_MEMORY_BYTES}`,
  `max_execution_time = ${STATEMENT_TIMEOUT_SECONDS}`,
].join(', ');

function withSettings(sql: string, name: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new RangeError(`not a query name: ${name}`);
  return `${sql} SETTINGS log_comment = 'bellwether:${name}', ${SETTINGS}`;
}

/** The lines of an answer that hold something. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start) yield text.slice(start, end);
    start = end + 1;
  }
}

/** Lets a bounded number of tasks run; the rest wait in order. */
function createLimiter(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Codes and words of networks, of Node, of proxies and of ClickHouse for "not now". */
const AWAY = new RegExp(
  [
    'ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN',
    'socket hang up|timeout|connection is closed|other side closed',
    'Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-out',
    'MEMORY_LIMIT|TOO_MANY|TIMEOUT_EXCEEDED|NOT_ENOUGH_SPACE|READONLY|READ_ONLY|Cannot reserve',
    'KEEPER_EXCEPTION|NETWORK_ERROR|ALL_CONNECTION_TRIES_FAILED|UNKNOWN_STATUS_OF_INSERT|QUORUM',
    'ABORTED|QUERY_WAS_CANCELLED|SERVER_OVERLOADED|LIVE_REPLICAS',
  ].join('|'),
  'i',
);

/** A database that can't be reached or can't keep up, as opposed to one that refuses a statement. */
export function asUnavailable(name: string, cause: unknown): unknown {
  const text = cause instanceof Error ? cause.message : String(cause);
  // What ClickHouse calls it stands beside its message.
  const named = ['code', 'type'].map((name): unknown =>
    cause instanceof Error ? Object.entries(cause).find(([key]) => key === name)?.[1] : undefined,
  );
  const isAway = [text, ...named].some((one) => typeof one === 'string' && AWAY.test(one));
  if (!isAway) return cause;
  return new BellwetherError('unavailable', `the database did not answer ${name}: ${text}`, {
    cause,
    retryAfterSeconds: 5,
  });
}

/** The pieces of an answer; a connection that breaks between them is told as any other. */
async function* unavailableWhereCut(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (cause) {
    throw asUnavailable(name, cause);
  }
}

/**
 * Wraps a client of `@clickhouse/client`, whatever it is connected to.
 * @param client closed by `close()`
 * @param onClose runs after the client has closed
 */
export function createDatabase(
  client: ClickHouseClient,
  segmentTransport: SegmentTransport,
  onClose: () => Promise<void> = async () => {},
): Database {
  const limited = createLimiter(MAX_CONCURRENT_QUERIES);
  const attempt = async <T>(name: string, task: () => Promise<T>): Promise<T> => {
    try {
      return await task();
    } catch (cause) {
      throw asUnavailable(name, cause);
    }
  };
  const rows = async <Row extends z.ZodType>(
    format: 'JSONEachRow' | 'JSONCompactEachRow',
    name: string,
    sql: string,
    row: Row,
    parameters: QueryParameters = {},
  ): Promise<z.infer<Row>[]> =>
    limited(() =>
      attempt(name, async () => {
        const result = await client.query({
          query: withSettings(sql, name),
          format,
          query_params: { ...parameters },
        });
        const found: z.infer<Row>[] = [];
        await inTurns(linesOf(await result.text()), (line) => {
          found.push(row.parse(JSON.parse(line)));
        });
        return found;
      }),
    );

  return {
    segmentTransport,
    query: (name, sql, row, parameters) => rows('JSONEachRow', name, sql, row, parameters),
    queryCompact: (name, sql, row, parameters) =>
      rows('JSONCompactEachRow', name, sql, row, parameters),
    queryNative: (name, sql, parameters = {}) =>
      limited(() =>
        attempt(name, async () => {
          const { stream } = await client.exec({
            query: `${withSettings(sql, name)} FORMAT Native`,
            query_params: { ...parameters },
            // A question that fails half way must not end like one that is answered.
            clickhouse_settings: { wait_end_of_query: 1 },
          });
          const chunks: Uint8Array[] = [];
          for await (const chunk of stream) chunks.push(chunk as Uint8Array);
          return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
        }),
      ),
    stream: (name, sql, parameters = {}) =>
      attempt(name, async () => {
        const { stream } = await client.exec({
          query: sql,
          query_params: { ...parameters },
          // As above; the server keeps on its disk what does not fit into its memory.
          clickhouse_settings: { wait_end_of_query: 1 },
        });
        return unavailableWhereCut(name, stream as AsyncIterable<Uint8Array>);
      }),
    async command(name, sql, parameters = {}) {
      await attempt(name, () => client.command({ query: sql, query_params: { ...parameters } }));
    },
    async insertBody(name, sql, body) {
      await attempt(name, async () => {
        const { stream } = await client.exec({ query: sql, values: body });
        // Its end says that the rows are in; a connection that breaks before it says nothing.
        await finished(stream.resume());
      });
    },
    async insertRows(name, table, documents) {
      await attempt(name, () =>
        client.insert({ table, values: [...documents], format: 'JSONEachRow' }),
      );
    },
    async close() {
      await client.close();
      await onClose();
    },
  };
}
