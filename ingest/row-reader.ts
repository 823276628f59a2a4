import { RAW_TABLES, type ColumnType, type RawTable } from '../store/raw-columns.ts';
import { STRUCK_OUT } from '../store/segment-target.ts';

/** A value as it is read back: money as whole nano-dollars, times as epoch milliseconds. */
export type ReadValue = string | number | bigint | null;

/** Reads one row after another out of RowBinary. */
export interface RowReader {
  /**
   * Reads the row that starts at an offset into `values`, in the order of the names asked for.
   * @returns the offset of the next row, or -1 where the bytes are no whole row
   */
  read(bytes: Buffer, offset: number, values: ReadValue[]): number;
}

/** Thrown inside a row that is cut off or is none. */
const NOT_A_ROW = new Error('not a whole row');
const TWO_32 = 4_294_967_296;
const MAX_TEXT_BYTES = 0x1000_0000;

/** Where reading stands; one object a reader, so that reading allocates nothing. */
interface Cursor {
  bytes: Buffer;
  at: number;
}

function take(cursor: Cursor, size: number): number {
  const { at } = cursor;
  if (at + size > cursor.bytes.length) throw NOT_A_ROW;
  cursor.at = at + size;
  return at;
}

function readByte(cursor: Cursor): number {
  return cursor.bytes[take(cursor, 1)] as number;
}

function skipText(cursor: Cursor): number {
  let size = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = readByte(cursor);
    size += (byte & 0x7f) * scale;
    if (size > MAX_TEXT_BYTES || scale > MAX_TEXT_BYTES) throw NOT_A_ROW;
    if (byte < 0x80) break;
  }
  return take(cursor, size);
}

function readInt64(cursor: Cursor): number {
  const at = take(cursor, 8);
  return cursor.bytes.readInt32LE(at + 4) * TWO_32 + cursor.bytes.readUInt32LE(at);
}

function readBit(cursor: Cursor): number {
  const bit = readByte(cursor);
  if (bit > 1) throw NOT_A_ROW;
  return bit;
}

type Read = (cursor: Cursor) => ReadValue;

const nullable =
  (read: Read): Read =>
  (cursor) =>
    readBit(cursor) === 1 ? null : read(cursor);

const readText: Read = (cursor) => {
  const start = skipText(cursor);
  return cursor.bytes.toString('utf8', start, cursor.at);
};

const READ: Readonly<Record<ColumnType, Read>> = {
  String: readText,
  Name: readText,
  UInt64: (cursor) => cursor.bytes.readBigUInt64LE(take(cursor, 8)),
  Int8: (cursor) => {
    const sign = cursor.bytes.readInt8(take(cursor, 1));
    if (sign < -1 || sign > 1) throw NOT_A_ROW;
    return sign;
  },
  Time: readInt64,
  'Flag?': nullable(readBit),
  'Count?': nullable(readInt64),
  'Real?': nullable((cursor) => cursor.bytes.readDoubleLE(take(cursor, 8))),
  'Money?': nullable((cursor) => cursor.bytes.readBigInt64LE(take(cursor, 8))),
  'Time?': nullable(readInt64),
};

/** Reading whose value nobody asked for: texts need no decoding. */
const skip = (type: ColumnType): Read =>
  type === 'String' || type === 'Name'
    ? (cursor) => {
        skipText(cursor);
        return null;
      }
    : READ[type];

/**
 * A reader of a raw table's rows, driven by its column list.
 * @param names columns whose values are wanted; the rest is only stepped over
 */
export function createRowReader(table: RawTable, names: readonly string[]): RowReader {
  const steps = RAW_TABLES[table].map(({ name, type }) => {
    const index = names.indexOf(name);
    return { index, read: index === -1 ? skip(type) : READ[type] };
  });
  const cursor: Cursor = { bytes: Buffer.alloc(0), at: 0 };
  return {
    read(bytes, offset, values) {
      cursor.bytes = bytes;
      cursor.at = offset;
      try {
        for (const { index, read } of steps) {
          const value = read(cursor);
          if (index !== -1) values[index] = value;
        }
        return cursor.at;
      } catch (error) {
        if (error === NOT_A_ROW) return -1;
        throw error;
      }
    },
  };
}

/**
 * Finds where a column's value begins in a row.
 * @returns a function of the bytes and the offset of a row, which must be whole
 */
export function createColumnFinder(
  table: RawTable,
  column: string,
): (bytes: Buffer, offset: number) => number {
  const index = RAW_TABLES[table].findIndex(({ name }) => name === column);
  const before = RAW_TABLES[table].slice(0, index).map(({ type }) => skip(type));
  return (bytes, offset) => {
    const cursor: Cursor = { bytes, at: offset };
    for (const step of before) step(cursor);
    return cursor.at;
  };
}

/** Every whole row of a table's RowBinary that counts, as objects; for looking into segments. */
export function decodeRows(table: RawTable, bytes: Buffer): Record<string, ReadValue>[] {
  const names = RAW_TABLES[table].map(({ name }) => name);
  const reader = createRowReader(table, names);
  const rows: Record<string, ReadValue>[] = [];
  const values: ReadValue[] = [];
  for (let at = 0; at < bytes.length;) {
    at = reader.read(bytes, at, values);
    if (at === -1) break;
    const row = Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
    if (row['sign'] !== STRUCK_OUT) rows.push(row);
  }
  return rows;
}
