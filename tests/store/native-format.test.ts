import { expect, test } from 'vitest';
import { columnOf, nativeBlocks } from '../../store/native-format.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

const QUESTION = `SELECT toUInt32(number) AS place, toFloat64(number) / 4 AS real,
    bitShiftLeft(toUInt64(1), toUInt8(number % 64)) AS mask, concat('té', toString(number)) AS text,
    arrayMap(i -> toInt16(i - 2), range(number % 5)) AS buckets
  FROM numbers({rows: UInt64})`;

test('numbers, texts and lists come out of the Native format as they are, in any number of blocks', async () => {
  const rows = 100_000;
  const bytes = await database().queryNative('test', QUESTION, { rows });
  let at = 0;
  let blocks = 0;
  for (const block of nativeBlocks(bytes)) {
    blocks += 1;
    const places = columnOf(block, 'place', 'numbers').values;
    const reals = columnOf(block, 'real', 'numbers').values;
    const masks = columnOf(block, 'mask', 'numbers').values;
    const texts = columnOf(block, 'text', 'texts').values;
    const lists = columnOf(block, 'buckets', 'lists');
    for (let row = 0; row < block.rows; row += 1, at += 1) {
      const list = lists.values.subarray(lists.ends[row - 1] ?? 0, lists.ends[row]);
      const [low, high] = [masks[2 * row], masks[2 * row + 1]];
      const told = [places[row], reals[row], low, high, texts[row], ...list];
      const bit = 1n << BigInt(at % 64);
      const halves = [Number(bit & 0xffffffffn), Number(bit >> 32n)];
      const buckets = Array.from({ length: at % 5 }, (_, i) => i - 2);
      if (at % 997 === 0 || at === rows - 1) {
        expect(told).toEqual([at, at / 4, ...halves, `té${at}`, ...buckets]);
      }
    }
  }
  expect(at).toBe(rows);
  expect(blocks).toBeGreaterThan(1);
});

test('64-bit numbers with a sign are read as the nearest double', async () => {
  const values = ['-1', '0', '9007199254740991', '-9007199254740993', '-4294967296'];
  const sql = `SELECT arrayJoin([${values.map((text) => `toInt64('${text}')`).join(', ')}]) AS value`;
  const [block] = nativeBlocks(await database().queryNative('test', sql));
  expect([...columnOf(block!, 'value', 'numbers').values]).toEqual(values.map(Number));
});

test('decimals are read as doubles of their last place, however long they are', async () => {
  const texts = ['0', '1.5', '-0.000000001', '9007199.254740991', '-9223372036.854775808'];
  const long = ['9223372036.854775808', '-9223372036.854775809', '12345678901234567890.5'];
  const all = [...texts, ...long, `-${long[2]}`];
  const sql = `SELECT arrayJoin([${all.map((text) => `toDecimal128('${text}', 9)`).join(', ')}]) AS value`;
  const [block] = nativeBlocks(await database().queryNative('test', sql));
  const places = (text: string): number => {
    const [whole = '', places = ''] = text.split('.');
    return Number(BigInt(`${whole}${places.padEnd(9, '0')}`));
  };
  expect([...columnOf(block!, 'value', 'numbers').values].map(Number)).toEqual(all.map(places));
});

test('maps come out with their keys and values, and sums like what they sum', async () => {
  const sql = `SELECT CAST(range(number)::Array(Int16), 'Array(Int16)') AS keys,
      CAST((keys, arrayMap(key -> -5 * toInt64(key), keys)), 'Map(Int16, Int64)') AS histogram,
      CAST(histogram, 'SimpleAggregateFunction(sumMap, Map(Int16, Int64))') AS summed,
      CAST(toInt64(number) - 1, 'SimpleAggregateFunction(sum, Int64)') AS total
    FROM numbers(4) ORDER BY number`;
  const [block] = nativeBlocks(await database().queryNative('test', sql));
  for (const name of ['histogram', 'summed']) {
    const { ends, keys, values } = columnOf(block!, name, 'maps');
    expect([[...ends], [...keys], [...values]]).toEqual([
      [0, 1, 3, 6],
      [0, 0, 1, 0, 1, 2],
      [0, 0, -5, 0, -5, -10],
    ]);
  }
  expect([...columnOf(block!, 'total', 'numbers').values]).toEqual([-1, 0, 1, 2]);
});

test('an answer without rows has no columns to read', async () => {
  const bytes = await database().queryNative('test', QUESTION, { rows: 0 });
  expect([...nativeBlocks(bytes)].every(({ rows }) => rows === 0)).toBe(true);
});

test('an answer that ends too early, or has another type or column, is refused', async () => {
  const bytes = await database().queryNative('test', QUESTION, { rows: 10 });
  expect(() => [...nativeBlocks(bytes.subarray(0, bytes.length - 1))]).toThrow('ends too early');
  const [block] = nativeBlocks(bytes);
  expect(() => columnOf(block!, 'other', 'numbers')).toThrow('no column other');
  expect(() => columnOf(block!, 'text', 'numbers')).toThrow('no column text');
  const dates = await database().queryNative('test', 'SELECT today() AS day');
  expect(() => [...nativeBlocks(dates)]).toThrow('no column of type Date');
});

test('a question that the database refuses is refused', async () => {
  await expect(database().queryNative('test', 'SELECT nothing FROM nowhere')).rejects.toThrow(
    /nowhere/,
  );
});
