import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ParsedBody } from '../../../ingest/parse-body.ts';
import { parseBody } from '../../../ingest/parse-body.ts';
import { createRunPricer } from '../../../ingest/price-run.ts';
import { createRowBatches } from '../../../ingest/row-batch.ts';
import { createSeenIds } from '../../../ingest/seen-ids.ts';
import { createScannedTaker } from '../../../ingest/scan/take-scanned-run.ts';
import { takeEvents, type TakeDeps, type TakeFacts } from '../../../ingest/take-events.ts';
import { NOW } from '../test-moment.ts';
import { disturbedEvent, validEvent } from '../wire-arbitrary.ts';

const price = createRunPricer();

function depsOf(): TakeDeps {
  let made = 0;
  return {
    seen: createSeenIds(86_400_000, Buffer.alloc(16, 7)),
    price,
    hashUser: (user) => `hash of ${user}`,
    randomId: () => `made-${(made += 1)}`,
    redactor: () => null,
  };
}

const facts: TakeFacts = { receivedAtMs: NOW, allowedWorkloads: null, keyId: 'k' };

/** Everything that a request leaves: rows, ids, workloads, and the answer. */
function outcomeOf(body: ParsedBody) {
  const batch = createRowBatches().create();
  const taken = takeEvents(depsOf(), body, facts, batch);
  const tables = [...batch.tables.values()]
    .filter(({ segmentOffsets }) => segmentOffsets.length > 0)
    .map(({ table, writer, segmentOffsets, workloads, ids }) => ({
      table,
      bytes: writer.written().toString('hex'),
      segmentOffsets,
      workloads: [...workloads],
      ids: [...ids.entries()],
    }));
  return { taken, tables };
}

function expectSame(lines: readonly string[]): void {
  const body = parseBody(Buffer.from(lines.join('\n')), 'application/x-ndjson', 1000);
  expect(outcomeOf(body)).toEqual(outcomeOf({ ...body, lines: null }));
}

/** How many of some lines are read straight from their bytes. */
function scanned(lines: readonly string[]): number {
  const bytes = Buffer.from(lines.join('\n'));
  const { lines: found } = parseBody(bytes, 'application/x-ndjson', 1000);
  if (found === null) return 0;
  const take = createScannedTaker(depsOf(), facts, found.bytes, createRowBatches().create());
  return found.places.filter(({ start, end }) => take(start, end) !== 'not_scanned').length;
}

const RUN = {
  kind: 'run',
  id: 'run-1',
  ts: '2026-06-01T11:59:58.123Z',
  workload: 'support-copilot',
  release: '2026.11.3',
  model: 'gpt-4.1-mini',
  trace_id: 'abc',
  user: 'somebody',
  latency_ms: 180.25,
  ok: true,
  tokens_in: 900,
  tokens_cached: 100,
  tokens_out: 60,
  hallucination: null,
  outcome: 'edited',
  value_usd: -1.25,
  attributes: { channel: 'web', share: 0.5, first: true, count: -3 },
};
const line = (more: object = {}): string => JSON.stringify({ ...RUN, ...more });

/** Spaces where other writers than JSON.stringify put them. */
const spaced = (text: string): string => text.replaceAll('":', '": ').replaceAll(',"', ', "');

it('leaves the same rows, ids and answer as parsing, whatever stands on the lines', () => {
  const anyLine = fc.oneof(
    validEvent.map((event) => JSON.stringify(event)),
    validEvent.map((event) => spaced(JSON.stringify(event))),
    disturbedEvent.map((event) => JSON.stringify(event)),
    fc.constant(line()),
    fc
      .tuple(fc.constantFrom(line(), spaced(line())), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, put]) => {
        const place = at % text.length;
        return `${text.slice(0, place)}${put}${text.slice(place + (at % 3))}`.replaceAll('\n', ' ');
      }),
  );
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 8 }), (lines) => {
      // A body of which no line is JSON is refused before anything is taken.
      expectSame([line({ id: 'first' }), ...lines]);
    }),
    { numRuns: 3000 },
  );
});

it('reads the plain form of every field straight from its bytes', () => {
  for (const [name, value] of Object.entries(RUN)) {
    expect(scanned([JSON.stringify({ kind: 'run', workload: 'w', [name]: value })]), name).toBe(1);
  }
  expect(
    scanned([line(), spaced(line({ id: 'b', attributes: {} })), `  ${line({ id: 'c' })} \r`]),
  ).toBe(3);
  expectSame([line(), spaced(line({ id: 'b' })), `  ${line({ id: 'c' })} \r`]);
});

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.0',
  '1.50',
  '0.1',
  '0.30000000000000004',
  '123456789012345',
  '1234567890123456',
  '0.000001',
  '0.0000001',
  '1e3',
  '1E3',
  '1e-7',
  '01',
  '1.',
  '.5',
  '+1',
  '-',
  '999999999999.123',
  '1000000000001',
  '0.1234567890123456',
  'NaN',
  'Infinity',
  '1e400',
  '--1',
  '1-1',
];

it.each(NUMBERS)('agrees with JSON.parse on the number %s, wherever it stands', (number) => {
  for (const name of ['latency_ms', 'tokens_in', 'value_usd', 'cost_usd', 'confidence', 'ts']) {
    expectSame([line(), `{"kind":"run","workload":"w","id":"n","${name}":${number}}`]);
  }
  expectSame([line(), `{"kind":"run","workload":"w","id":"n","attributes":{"a":${number}}}`]);
});

const TIMES = [
  '2026-06-01T11:59:58Z',
  '2026-06-01T11:59:58.1Z',
  '2026-06-01T11:59:58.123456Z',
  '2026-06-01T11:59:58+00:00',
  '2026-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-06-01T24:00:00Z',
  '2026-06-01T23:60:00Z',
  '2026-06-01T23:59:60Z',
  '2026-06-01 11:59:58Z',
  '2026-6-01T11:59:58Z',
  '0099-06-01T11:59:58Z',
  '2026-05-31T23:59:59.999Z',
  'x026-06-01T11:59:58Z',
  '2026-06-01T11:59:58.12xZ',
  '2026-06-01t11:59:58z',
  '2026-06-01T12:10:00Z',
];

it.each(TIMES)('agrees with the contract on the time %s', (ts) => {
  expectSame([line(), line({ id: 'n', ts })]);
});

const MAPS = [
  '{}',
  '{"a":1}',
  '{"a":1,"a":2}',
  '{"b":1,"a":2}',
  '{"2":1,"1":2}',
  '{"__proto__":1}',
  '{ "a":1}',
  '{"a": 1}',
  '{"a":1, "b":2}',
  '{"a":"\\u0041"}',
  '{"a":"é"}',
  '{"a":null}',
  '{"a":[1]}',
  '{"a":{}}',
  '{"":1}',
  '{"a":1.50}',
  '{"a":-0}',
  '{"a":1e3}',
  '{"a":true,"b":false}',
  '{"a":tru}',
  '{"a":1,}',
  `{"${'k'.repeat(256)}":1}`,
  `{"${'k'.repeat(257)}":1}`,
  `{"a":"${'v'.repeat(8192)}"}`,
  `{"a":"${'v'.repeat(8193)}"}`,
  '[]',
  '"a"',
  '1',
  'null',
  JSON.stringify(Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`k${i}`, i]))),
  JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i]))),
];

it.each(MAPS)('agrees with parsing on the attributes %s', (attributes) => {
  expectSame([line(), `{"kind":"run","workload":"w","id":"n","attributes":${attributes}}`]);
});

it('leaves to parsing what it cannot be sure of: repeated fields, other kinds, other forms', () => {
  for (const text of [
    '{"kind":"run","workload":"w","id":"a","id":"b"}',
    '{"kind":"run","workload":"w","ok":true,"ok":false}',
    '{"kind":"probe","workload":"w","ok":true}',
    '{"kind":"run","workload":null}',
    '{"kind":null,"workload":"w"}',
    '{"kind":"run","workload":"-w"}',
    '{"kind":"run","workload":"w","tool_calls":1,"tool_failures":2}',
    '{"kind":"run","workload":"w","id":""}',
    '{"kind":"run","workload":"w"}}',
    '{"kind":"run","workload":"w"',
    '{"kind":"run","workload":"w","halucination":true}',
    '{"kind":"run","workload":"w","error":"tab\there"}',
  ]) {
    expect(scanned(['{"kind":"probe","workload":"w","ok":true}', text]), text).toBe(0);
    expectSame([line(), text]);
  }
});

it('takes an id once, whichever way it comes', () => {
  const escaped = line().replace('"run-1"', '"\\u0072un-1"');
  expectSame([line(), escaped, line(), escaped]);
  const body = parseBody(Buffer.from([line(), escaped].join('\n')), 'application/x-ndjson', 10);
  expect(outcomeOf(body).taken).toMatchObject({ accepted: 1, duplicates: 1 });
});
