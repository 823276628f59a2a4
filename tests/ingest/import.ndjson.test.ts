import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkEvent } from '../../ingest/check-event.ts';
import { parseColumnMap } from '../../ingest/import/column-map.ts';
import { MAX_RECORD_BYTES } from '../../ingest/import/read-records.ts';
import { NDJSON, eventOf, recordsOf, textOf } from './import-fixtures.ts';
import { NOW } from './test-moment.ts';
import { validEvent } from './wire-arbitrary.ts';

const FIRST_ID = `file-${'f'.repeat(32)}-1`;

describe('a line', () => {
  test('with an id goes to the letter, in whatever pieces the file comes', async () => {
    const anyEvent = validEvent.filter((event) => event.id != null);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (events, pieces) => {
          const lines = events.map((event) => JSON.stringify(event));
          const records = await recordsOf(lines.join('\r\n'), NDJSON, { pieces });
          expect(records.map(textOf)).toEqual(lines);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ['{"kind":"run", "cost_usd":1.0}', `{"kind":"run", "cost_usd":1.0,"id":"${FIRST_ID}"}`],
    ['{"id":null,"a":1e999}', `{"id":null,"a":1e999,"id":"${FIRST_ID}"}`],
    [' {} ', `{"id":"${FIRST_ID}"}`],
  ])('without an id keeps its own text and gets one: %s', async (line, sent) => {
    expect((await recordsOf(line, NDJSON)).map(textOf)).toEqual([sent]);
  });

  test.each(['{"kind":', '[1]', '"text"', 'null', '7'])(
    'that is no object goes as it is, for the quarantine: %s',
    async (line) => {
      const records = await recordsOf(`{"id":"a"}\n${line}\n`, NDJSON);
      expect(records.map(textOf)).toEqual(['{"id":"a"}', line]);
    },
  );

  test('with a broken character is never mended silently', async () => {
    const bytes = Buffer.from('{"workload":"\xe9"}', 'latin1');
    const [record] = await recordsOf(bytes, NDJSON);
    expect(Buffer.from(record?.body ?? []).equals(bytes)).toBe(true);
  });

  test('that is longer than any event is told, not held in memory nor sent', async () => {
    const long = `{"id":"${'x'.repeat(MAX_RECORD_BYTES)}"}`;
    const records = await recordsOf(`${long}\n{"id":"b"}\n`, NDJSON, { pieces: 65_536 });
    expect(records.map(({ line, fault, body }) => [line, fault, body.length])).toEqual([
      [1, expect.stringContaining('longer than'), 0],
      [2, null, 10],
    ]);
  });

  test('is counted with the blank ones, after a byte order mark too', async () => {
    const records = await recordsOf('\ufeff{"id":"a"}\n\n  \n{"id":"b"}', NDJSON);
    expect(records.map(({ line, number, body }) => [line, number, body.length])).toEqual([
      [1, 1, 10],
      [4, 4, 10],
    ]);
  });

  test('without ts ends the import, unless the time of receipt will do', async () => {
    const text = '{"id":"a","ts":1}\n{"id":"b","ts":null}\n';
    const read = recordsOf(text, NDJSON, { allowMissingTs: false });
    await expect(read).rejects.toThrow('line 2 has no ts');
    expect(await recordsOf(text, NDJSON)).toHaveLength(2);
  });
});

test('a map renames, drops and fills in, and never makes a refused value an absent one', async () => {
  const map = parseColumnMap(
    JSON.stringify({
      columns: { when: 'ts', ms: 'latency_ms', secret: null, tier: { attribute: 'tier' } },
      constants: { kind: 'run', workload: 'w' },
    }),
  );
  const line = '{"id":"a","when":1,"ms":1e999,"secret":1,"tier":2,"kind":null,"colour":"red"}';
  const [kept] = await recordsOf(line, { ...NDJSON, map });
  expect(eventOf(kept!)).toEqual({
    id: 'a',
    ts: 1,
    latency_ms: 'Infinity',
    kind: 'run',
    workload: 'w',
    colour: 'red',
    attributes: { tier: 2 },
  });
  expect(checkEvent(eventOf(kept!), NOW).kind).toBe('errors');
  const [dropped] = await recordsOf(line, { ...NDJSON, map, ignoreUnmapped: true });
  expect(eventOf(dropped!)).not.toHaveProperty('colour');
});

test('a list of events is refused with the way to lines', async () => {
  await expect(recordsOf('[{"id":"a"}]', NDJSON)).rejects.toThrow('jq -c ".[]"');
});
