import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { STATEMENT_TIMEOUT_SECONDS, type Database } from './database.ts';
import { RAW_TABLES, rowBinaryStructure, type RawTable } from './raw-columns.ts';
import { STRUCK_OUT, type SealedSegment, type SegmentTarget } from './segment-target.ts';
import { stringLiteral } from './string-literal.ts';
import { keepers } from './tables/all-tables.ts';
import type { Keeper } from './tables/keeper.ts';

/**
 * One insert at a time, one block, one part a partition: what makes "is it there?" a yes or a no.
 * Blocks are wider than the largest segment, so that the engine never cuts one in two.
 */
const INSERT_SETTINGS = [
  'async_insert = 0',
  'max_insert_threads = 1',
  'max_threads = 1',
  'max_block_size = 1000000',
  'min_insert_block_size_rows = 1000000',
  'min_insert_block_size_bytes = 0',
  'input_format_parallel_parsing = 0',
  // Machine code for a statement that runs for a tenth of a second costs more than it saves.
  'compile_expressions = 0',
  'compile_aggregate_expressions = 0',
  'insert_deduplicate = 1',
  `max_execution_time = ${STATEMENT_TIMEOUT_SECONDS}`,
  'deduplicate_blocks_in_dependent_materialized_views = 1',
].join(', ');

/** The rows of a segment that count. */
function segmentSource(database: Database, segment: SealedSegment): string {
  const structure = stringLiteral(rowBinaryStructure(segment.table));
  const rows =
    database.segmentTransport === 'file'
      ? `file(${stringLiteral(segment.path)}, RowBinary, ${structure})`
      : `input(${structure})`;
  const isSigned = RAW_TABLES[segment.table].some(({ name }) => name === 'sign');
  return isSigned ? `(SELECT * FROM ${rows} WHERE sign != ${STRUCK_OUT})` : rows;
}

async function insertFrom(
  database: Database,
  segment: SealedSegment,
  table: string,
  token: string,
  select: string,
): Promise<void> {
  const insert = `INSERT INTO ${table} SETTINGS ${INSERT_SETTINGS}, insert_deduplication_token = ${stringLiteral(token)}`;
  if (database.segmentTransport === 'file') {
    await database.command('hand-over', `${insert} ${select}`);
  } else {
    const sql = `${insert} ${select} FORMAT RowBinary`;
    await database.insertBody('hand-over', sql, createReadStream(segment.path));
  }
}

/**
 * Puts into one keeper the rows of a segment that it lacks. What goes to one partition of one shard is one
 * block, there whole or not at all; and a workload's rows of one partition are on one shard.
 */
async function repairKeeper(
  database: Database,
  segment: SealedSegment,
  keeper: Keeper,
  token: string,
): Promise<void> {
  const rows = keeper.select(segment.table, segmentSource(database, segment));
  const place = `(${keeper.partitionBy}, workload)`;
  const absent = `SELECT * FROM (${rows}) WHERE ${place} NOT IN
    (SELECT DISTINCT ${place} FROM ${keeper.table} WHERE spool_segment = ${segment.id})`;
  const names = keeper.columnNames(segment.table).join(', ');
  await insertFrom(database, segment, `${keeper.table} (${names})`, token, absent);
}

async function countRows(database: Database, segment: SealedSegment): Promise<number> {
  const [row] = await database.query(
    'repair-count',
    `SELECT count() AS n FROM ${segment.table} WHERE spool_segment = {segment: UInt64}`,
    z.object({ n: z.number() }),
    { segment: segment.id.toString() },
  );
  return row?.n ?? 0;
}

/** What a spool's end in the store depends on. */
export interface SegmentTargetSettings {
  readonly rawRetentionDays: number;
  /** Unlike any other spool's that fills the same database. */
  readonly spool: string;
  /**
   * Makes every repair's token fresh: the engine records a token before the rows it stands for are
   * safe, so after a kill the old token may wrongly count as done.
   */
  readonly nextToken: () => string;
}

/**
 * The store's end of the spool. Segments must come one at a time, in order of their ids: a keeper's
 * newest `spool_segment` then tells whether the segment in flight reached it.
 */
export function createSegmentTarget(
  database: Database,
  { rawRetentionDays, spool, nextToken }: SegmentTargetSettings,
): SegmentTarget {
  const all = keepers(rawRetentionDays);
  const of = (table: RawTable): Keeper[] => all.filter(({ sources }) => sources.includes(table));
  return {
    async insert(segment) {
      await insertFrom(
        database,
        segment,
        `${segment.table}_entry (${RAW_TABLES[segment.table].map(({ name }) => name).join(', ')})`,
        `${spool}-${segment.id}`,
        `SELECT * FROM ${segmentSource(database, segment)}`,
      );
    },
    async repair(segment) {
      const before = await countRows(database, segment);
      for (const keeper of of(segment.table)) {
        await repairKeeper(database, segment, keeper, nextToken());
      }
      return (await countRows(database, segment)) - before;
    },
  };
}
