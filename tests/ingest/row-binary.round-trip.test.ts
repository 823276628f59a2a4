import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MAX_MONEY_USD, usdToNano } from '../../core/money.ts';
import { wireEvent, type WireEventOf } from '../../core/event.ts';
import { checkEvent, type CheckedEvent } from '../../ingest/check-event.ts';
import {
  encodeEvent,
  encodeQuarantine,
  tableOf,
  type EventFacts,
} from '../../ingest/encode-event.ts';
import { createRowBatches } from '../../ingest/row-batch.ts';
import { RowWriter } from '../../ingest/row-binary.ts';
import { createRowReader, decodeRows, type ReadValue } from '../../ingest/row-reader.ts';
import { openDatabase } from '../../store/open-database.ts';
import {
  RAW_TABLES,
  rowBinaryStructure,
  type Column,
  type RawTable,
} from '../../store/raw-columns.ts';
import { temporaryFolder } from './support.ts';
import { NOW } from './test-moment.ts';
import { validEvent } from './wire-arbitrary.ts';

const facts: EventFacts = {
  id: 'the-id',
  receivedAtMs: NOW,
  userHash: 'abc',
  costUsd: 0.000000001,
  costSource: 'priced',
};

function checked(event: unknown): CheckedEvent {
  const result = checkEvent(event, NOW);
  if (result.kind !== 'event') throw new Error(JSON.stringify(result.errors));
  return result;
}

function encode(
  events: readonly CheckedEvent[],
): { table: RawTable; bytes: Buffer; offsets: number[] }[] {
  const batch = createRowBatches().create();
  for (const event of events) encodeEvent(batch.rowsOf(tableOf(event)), event, facts);
  return [...batch.tables.values()].map(({ table, writer, segmentOffsets }) => ({
    table,
    bytes: Buffer.from(writer.written()),
    offsets: segmentOffsets,
  }));
}

const utf8 = (text: unknown): string =>
  Buffer.from(typeof text === 'string' ? text : '').toString();

/** What a column must hold, worked out the long way. */
function expected(
  { name, type }: Column,
  { event, tsMs, periodStartMs, periodEndMs }: CheckedEvent,
): ReadValue {
  const field = (event as Record<string, unknown>)[name];
  switch (name) {
    case 'id':
    case 'cost_source':
      return { id: facts.id, cost_source: facts.costSource }[name];
    case 'user_hash':
      return facts.userHash;
    case 'ts':
      return tsMs;
    case 'received_at':
      return NOW;
    case 'period_start':
      return periodStartMs;
    case 'period_end':
      return periodEndMs;
    case 'spool_segment':
      return 0n;
    case 'sign':
      return 1;
    case 'cost_usd':
      return 1n;
    case 'distribution':
      return event.kind === 'distribution' ? oneForm(event) : '';
    case 'attributes':
      return event.attributes == null ? '' : utf8(JSON.stringify(wellFormedDeep(event.attributes)));
  }
  if (type === 'String' || type === 'Name') return utf8(field);
  if (field == null) return null;
  if (type === 'Flag?') return field === true ? 1 : 0;
  return type === 'Money?' ? usdToNano(field as number) : (field as number);
}

function oneForm({ values, histogram, categories }: WireEventOf<'distribution'>): string {
  if (values != null) return JSON.stringify({ values });
  if (histogram != null) return JSON.stringify({ histogram });
  return JSON.stringify({ categories: wellFormedDeep(categories ?? {}) });
}

/** Fields that one column holds together. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  user: 'user_hash',
  values: 'distribution',
  histogram: 'distribution',
  categories: 'distribution',
};

function wellFormedDeep(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [
      utf8(key),
      typeof value === 'string' ? utf8(value) : value,
    ]),
  );
}

describe('a row', () => {
  it('read back holds every field of the event it was written from', () => {
    fc.assert(
      fc.property(fc.array(validEvent, { minLength: 1, maxLength: 8 }), (events) => {
        const all = events.map(checked);
        for (const { table, bytes, offsets } of encode(all)) {
          const rows = decodeRows(table, bytes);
          const mine = all.filter((event) => tableOf(event) === table);
          expect(rows).toEqual(
            mine.map((event) =>
              Object.fromEntries(
                RAW_TABLES[table].map((column) => [column.name, expected(column, event)]),
              ),
            ),
          );
          expect(offsets).toHaveLength(rows.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a column for every field of the contract', () => {
    for (const option of wireEvent.options) {
      const kind = [...(option.shape.kind as z.ZodLiteral<string>).values][0];
      const columns = RAW_TABLES[kind === 'run' ? 'runs' : 'events'].map(({ name }) => name);
      for (const field of Object.keys(option.shape)) {
        if (kind === 'run' && field === 'kind') continue;
        expect(columns, `${kind}.${field}`).toContain(COLUMN_OF[field] ?? field);
      }
    }
  });

  it('cut short anywhere is no row, and no byte after it is read as one', () => {
    fc.assert(
      fc.property(validEvent, fc.nat(), (event, at) => {
        for (const { table, bytes } of encode([checked(event)])) {
          const reader = createRowReader(table, ['id']);
          expect(reader.read(bytes, 0, [])).toBe(bytes.length);
          expect(reader.read(bytes.subarray(0, at % bytes.length), 0, [])).toBe(-1);
        }
      }),
    );
  });

  it('of random bytes never crashes the reader', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('runs', 'events', 'quarantine'),
        (bytes, table) => {
          const read = createRowReader(table as RawTable, ['id']).read(Buffer.from(bytes), 0, []);
          expect(read === -1 || read <= bytes.length).toBe(true);
        },
      ),
    );
  });

  it('is read by ClickHouse as it was meant', async () => {
    const folder = await temporaryFolder();
    const database = await openDatabase({ kind: 'embedded', folder: join(folder, 'clickhouse') });
    try {
      const events = fc.sample(validEvent, { numRuns: 400, seed: 7 }).map(checked);
      for (const { table, bytes } of encode(events)) {
        const path = join(folder, `${table}.rows`);
        await writeFile(path, bytes);
        const columns = RAW_TABLES[table].map(({ name, type }) =>
          type === 'Time' || type === 'Time?'
            ? `toUnixTimestamp64Milli(${name})`
            : type === 'Money?'
              ? `toString(reinterpretAsInt64(${name}))`
              : name,
        );
        const rows = await database.queryCompact(
          'round-trip',
          `SELECT ${columns.map((sql, i) => `${sql} AS c${i}`).join(', ')}
           FROM file('${path}', RowBinary, '${rowBinaryStructure(table).replaceAll("'", "\\'")}')`,
          z.array(z.unknown()),
        );
        const mine = events.filter((event) => tableOf(event) === table);
        expect(rows.length).toBe(mine.length);
        rows.forEach((row, i) => {
          RAW_TABLES[table].forEach((column, at) => {
            const want = expected(column, mine[i] as CheckedEvent);
            const text = typeof want === 'bigint' ? Number(want) : want;
            const got = column.type === 'Money?' && row[at] !== null ? Number(row[at]) : row[at];
            expect(got, column.name).toEqual(text === 0 ? 0 : text);
          });
        });
      }
    } finally {
      await database.close();
    }
  });
});

describe('a quarantine row', () => {
  it('read back holds what was put in', () => {
    const texts = fc.record({
      id: fc.string(),
      key_id: fc.string(),
      workload: fc.string(),
      kind: fc.string(),
      body: fc.string({ unit: 'binary', size: 'large' }),
      errors: fc.json(),
    });
    fc.assert(
      fc.property(texts, (row) => {
        const rows = createRowBatches().create().rowsOf('quarantine');
        encodeQuarantine(rows, { ...row, receivedAtMs: NOW });
        expect(decodeRows('quarantine', rows.writer.written())).toEqual([
          { ...row, received_at: NOW, spool_segment: 0n },
        ]);
      }),
    );
  });
});

describe('money', () => {
  it('is written to the nearest nano-dollar at every size', () => {
    const usd = fc.oneof(
      fc.double({ min: -MAX_MONEY_USD, max: MAX_MONEY_USD, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -1e9, max: 1e9 }).map((nano) => nano / 1e9),
    );
    fc.assert(
      fc.property(usd, (amount) => {
        const writer = new RowWriter();
        writer.money(amount);
        expect(writer.written().readBigInt64LE()).toBe(usdToNano(amount));
      }),
      { numRuns: 2000 },
    );
  });
});
