import { stat } from 'node:fs/promises';
import type { Database } from '../../store/database.ts';
import { RAW_TABLES, rowBinaryStructure, type RawTable } from '../../store/raw-columns.ts';
import type { SealedSegment } from '../../store/segment-target.ts';

/** Values of a raw row by column; what is left out is absent. */
export type RawRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Writes a spool segment with the engine itself, so that the store is tested without the encoder.
 * @param path of the file, in a folder that ends with the test
 */
export async function writeSegment(
  database: Database,
  path: string,
  table: RawTable,
  id: number,
  rows: readonly RawRow[],
): Promise<SealedSegment> {
  const columns = RAW_TABLES[table].map(({ name }) => name).join(', ');
  await database.command('test', 'DROP TABLE IF EXISTS test_segment');
  await database.command(
    'test',
    `CREATE TABLE test_segment (${rowBinaryStructure(table)}) ENGINE = Memory`,
  );
  const full = rows.map((row) => ({
    received_at: row['ts'] ?? 0,
    sign: 1,
    ...row,
    spool_segment: id,
  }));
  await database.insertRows('test', 'test_segment', full);
  await database.command(
    'test',
    `INSERT INTO FUNCTION file('${path}', RowBinary, '${rowBinaryStructure(table).replaceAll("'", "\\'")}')
     SELECT ${columns} FROM test_segment`,
  );
  const { size } = await stat(path);
  return { table, id: BigInt(id), path, rows: rows.length, bytes: size };
}
