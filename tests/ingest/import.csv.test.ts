import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '../../core/event.ts';
import { checkEvent } from '../../ingest/check-event.ts';
import { parseColumnMap } from '../../ingest/import/column-map.ts';
import { FIELD_TYPES } from '../../ingest/import/field-types.ts';
import { readRecords } from '../../ingest/import/read-records.ts';
import { CSV, IDENTITY, eventOf, inPieces, recordsOf } from './import-fixtures.ts';
import { NOW } from './test-moment.ts';
import { validEvent } from './wire-arbitrary.ts';

const eventsOf = async (text: string, map: object | null = null, more: object = {}) => {
  const reading = { ...CSV, map: map && parseColumnMap(JSON.stringify(map)), ...more };
  return (await recordsOf(text, reading)).map(eventOf);
};

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const cell = (value: unknown): string => {
  if (value == null) return '';
  return quote(typeof value === 'string' ? value : JSON.stringify(value));
};

const present = (event: object): object =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value != null && value !== ''));

/** A lone surrogate can't be written to a file of UTF-8. */
const isWritable = (event: object): boolean =>
  !/[\ud800-\udfff\ufffd]/u.test(Object.values(event).map(cell).join(''));

describe('a table', () => {
  test('of any events says the same as the events themselves', async () => {
    const anyEvent = validEvent.filter((event) => event.id != null && isWritable(event));
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 5 }), async (events) => {
        const names = [...new Set(events.flatMap((event) => Object.keys(event)))];
        const rows = events.map((event) =>
          names.map((name) => cell((event as Record<string, unknown>)[name])).join(','),
        );
        const read = await eventsOf([names.map(quote).join(','), ...rows].join('\r\n'));
        expect(read).toEqual(events.map(present));
      }),
      { numRuns: 150 },
    );
  });

  test('takes quotes, commas and newlines in cells, and any line end', async () => {
    const text =
      '\ufeffid,ts,workload,kind,error,ok\r\na,1,w,run,"x, ""y""\nz",yes\n\nb,2,w,run,é"1,0\rc,3,w,run,,';
    expect(await eventsOf(text)).toEqual([
      { id: 'a', ts: 1, workload: 'w', kind: 'run', error: 'x, "y"\nz', ok: true },
      { id: 'b', ts: 2, workload: 'w', kind: 'run', error: 'é"1', ok: false },
      { id: 'c', ts: 3, workload: 'w', kind: 'run' },
    ]);
  });

  test('says of each row in which line of the file it starts', async () => {
    const text = 'id,error\na,"1\n2\n3"\n\nb,x\nc,\n';
    const records = await recordsOf(text, CSV);
    expect(records.map(({ line, number }) => [number, line])).toEqual([
      [1, 2],
      [2, 6],
      [3, 7],
    ]);
  });

  test('goes where the map says, with constants where the row says nothing', async () => {
    const map = {
      columns: {
        'Request ID': 'id',
        when: 'ts',
        cost: { field: 'cost_usd' },
        attr_x: { attribute: 'x' },
        size: { attribute: '__proto__', type: 'number' },
        note: null,
      },
      constants: { kind: 'run', workload: 'x', stage: 'pilot' },
    };
    const text = `Request ID,when,cost,attr_x,size,note,stage,attributes.y
1,2026-01-01T00:00:00Z,0.5,007,3,private,,true
`;
    const [event] = await eventsOf(text, map);
    expect(JSON.stringify(event)).toBe(
      '{"kind":"run","workload":"x","stage":"pilot","id":"1","ts":"2026-01-01T00:00:00Z","cost_usd":0.5,"attributes":{"x":"007","__proto__":3,"y":"true"}}',
    );
  });

  test('leaves a cell that does not fit as it stands, so that the server refuses it', async () => {
    const [event] = await eventsOf(
      'id,ts,workload,kind,latency_ms,ok,tokens_in,attributes\na,yesterday,w,run,"1,234",maybe,0x10,{oops\n',
    );
    const checked = checkEvent(event, NOW);
    expect(checked.kind === 'errors' && checked.errors).toEqual([
      { path: 'ts', message: 'expected RFC 3339 with an offset, got "yesterday"' },
      { path: 'attributes', message: 'expected an object, got "{oops"' },
      { path: 'latency_ms', message: 'expected a number, got "1,234"' },
      { path: 'ok', message: 'expected true or false, got "maybe"' },
      { path: 'tokens_in', message: 'expected a number, got "0x10"' },
    ]);
  });

  test.each([
    ['too few cells', 'a,w\n', 'expected 4 cells as in the header, got 2'],
    ['too many cells', 'a,w,probe,1,2\n', 'expected 4 cells as in the header, got 5'],
    ['a broken character', '\ufffd,w,probe,1\n', 'holds a character that is not UTF-8'],
  ])('never passes off a row with %s as a whole event', async (_, row, fault) => {
    const records = await recordsOf(`id,workload,kind,ok\n${row}b,w,probe,1\n`, CSV);
    expect(records.map((record) => record.fault)).toEqual([fault, null]);
    expect(records.map((record) => checkEvent(eventOf(record), NOW).kind)).toEqual([
      'errors',
      'event',
    ]);
  });

  test('of another encoding is refused before anything is sent', async () => {
    const latin1 = Buffer.from('id,workload,error\n1,w,é\n', 'latin1');
    await expect(recordsOf(latin1, CSV, { pieces: 100 })).rejects.toThrow('not UTF-8');
  });

  test('with a quote that is never closed gives what comes before it, then says where', async () => {
    const rows: unknown[] = [];
    const text = `id,error\na,1\nb,2\nc,"open${'\nd,4'.repeat(50)}`;
    await expect(async () => {
      const options = { skip: 0, allowMissingTs: true };
      for await (const record of readRecords(inPieces(text), CSV, IDENTITY, options)) {
        rows.push((eventOf(record) as { id: string }).id);
      }
    }).rejects.toThrow('after line 3 a quote is opened and never closed');
    expect(rows).toEqual(['a', 'b']);
  });

  test('without an id gets one from the content and the place, the same at every reading', async () => {
    const text = 'workload,kind,ok\nw,probe,1\nw,probe,1\n';
    const ids = (await eventsOf(text)).map((event) => (event as { id: string }).id);
    expect(ids).toEqual([`file-${'f'.repeat(32)}-1`, `file-${'f'.repeat(32)}-2`]);
    const later = await recordsOf(text, CSV, { skip: 1 });
    expect(later.map((record) => (eventOf(record) as { id: string }).id)).toEqual([ids[1]]);
  });
});

describe('columns', () => {
  const refusalOf = async (header: string, map: object = {}, more: object = {}) =>
    recordsOf(`${header}\n`, { ...CSV, map: parseColumnMap(JSON.stringify(map)), ...more }).then(
      () => [],
      (error: { errors: { path: string }[] }) => error.errors.map(({ path }) => path),
    );

  test('of unknown meaning are refused by name, unless they are to be left out', async () => {
    expect(await refusalOf('id,Latency,colour')).toEqual(['Latency', 'colour']);
    expect(await refusalOf('id,Latency,colour', {}, { ignoreUnmapped: true })).toEqual([]);
  });

  test('that go to the same place, or that only the map has, are refused', async () => {
    expect(await refusalOf('id,key', { columns: { key: 'id' } })).toEqual(['key']);
    expect(await refusalOf('id,id')).toEqual(['id']);
    expect(await refusalOf('id', { columns: { gone: 'ts' } })).toEqual(['gone']);
  });

  test('without one for ts are refused, unless the time of receipt will do', async () => {
    const text = 'id,workload,kind,ok\na,w,probe,1\n';
    await expect(recordsOf(text, CSV, { allowMissingTs: false })).rejects.toThrow(
      'no column says when an event happened: --allow-missing-ts',
    );
    await expect(recordsOf('id,ts\na,1\nb,\n', CSV, { allowMissingTs: false })).rejects.toThrow(
      'line 3 has no ts',
    );
  });
});

describe('a column map', () => {
  test('names what is wrong in it', () => {
    const wrong = { columns: { a: 'nope', b: 7 }, constants: { id: 'x' }, more: 1 };
    expect(() => parseColumnMap(JSON.stringify(wrong))).toThrow(
      expect.objectContaining({
        errors: expect.arrayContaining([
          expect.objectContaining({ path: 'columns.a' }),
          expect.objectContaining({ path: 'columns.b' }),
          expect.objectContaining({ path: 'constants' }),
        ]),
      }),
    );
    expect(() => parseColumnMap('{')).toThrow('not JSON');
  });
});

test('every field of the contract has one type, whatever the kind', () => {
  expect(FIELD_TYPES.size).toBeGreaterThan(EVENT_KINDS.length);
  expect(Object.fromEntries(FIELD_TYPES)).toMatchObject({
    ts: 'instant',
    latency_ms: 'number',
    ok: 'flag',
    outcome: 'text',
    attributes: 'json',
    values: 'json',
  });
});
