import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../../core/event.ts';
import { checkEvent } from '../../ingest/check-event.ts';
import { instantMs } from '../../ingest/instant-ms.ts';
import { NOW } from './test-moment.ts';
import { disturbedEvent, validEvent } from './wire-arbitrary.ts';

const DAY = 86_400_000;
const base = { kind: 'run', workload: 'w' };
const errorsOf = (value: unknown): [path: string, message: string][] => {
  const result = checkEvent(value, NOW);
  return result.kind === 'errors' ? result.errors.map(({ path, message }) => [path, message]) : [];
};

describe('an event', () => {
  it('that fits the contract is taken as it is', () => {
    fc.assert(
      fc.property(validEvent, (event) => {
        expect(checkEvent(event, NOW)).toMatchObject({ kind: 'event', event });
      }),
    );
  });

  it('that the schema refuses is never taken, and always gets a reason', () => {
    fc.assert(
      fc.property(fc.oneof(disturbedEvent, fc.jsonValue()), (value) => {
        const result = checkEvent(value, NOW);
        if (!wireEvent.safeParse(value).success) expect(result.kind).toBe('errors');
        if (result.kind !== 'errors') return;
        expect(result.errors.length).toBeGreaterThan(0);
        for (const { message } of result.errors)
          expect(message).not.toMatch(/undefined|\[object|^$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('without a time, or with a null one, happened when it was received', () => {
    expect(checkEvent(base, NOW)).toMatchObject({ tsMs: NOW });
    expect(checkEvent({ ...base, ts: null }, NOW)).toMatchObject({ tsMs: NOW });
  });

  it('may state its time as RFC 3339 with any offset or as epoch milliseconds', () => {
    const at = Date.parse('2026-05-31T22:30:00.123Z');
    for (const ts of ['2026-05-31T22:30:00.123Z', '2026-06-01T04:00:00.123+05:30', at, at + 0.9]) {
      expect(checkEvent({ ...base, ts }, NOW)).toMatchObject({ tsMs: at });
    }
    for (const ts of [
      '2026-05-31T22:30:00',
      '2026-05-31',
      '2026-02-30T00:00:00Z',
      'yesterday',
      true,
      '',
    ]) {
      expect(errorsOf({ ...base, ts })[0]?.[0], String(ts)).toBe('ts');
    }
  });

  it('has the time that Date.parse reads, in every form the contract takes', () => {
    const ms = fc.integer({ min: Date.UTC(0, 0, 1), max: Date.UTC(9999, 11, 31) });
    const form = fc.constantFrom(
      (iso: string) => iso,
      (iso: string) => iso.replace(/\.\d+/, ''),
      (iso: string) => iso.replace(/\d\dZ$/, 'Z'),
      (iso: string) => iso.replace('Z', '999Z'),
      (iso: string) => iso.replace('Z', '-11:45'),
    );
    fc.assert(
      fc.property(ms, form, (at, write) => {
        const text = write(new Date(at).toISOString());
        expect(instantMs(text)).toBe(Date.parse(text));
      }),
      { numRuns: 1000 },
    );
    expect(instantMs('0050-01-01T00:00:00Z')).toBe(Date.parse('0050-01-01T00:00:00Z'));
  });

  it('with a million keys or a nest of lists is refused in a moment', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [`k${i}`, {}]));
    expect(errorsOf({ ...base, attributes: many })).toEqual([
      ['attributes', 'more than 1000 keys, got 1000000'],
    ]);
    expect(errorsOf(many)).toEqual([['', 'more than 1000 keys, got 1000000']]);
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(
      errorsOf({ ...base, attributes: { deep }, deep, ts: deep }).map(([path]) => path),
    ).toEqual(['ts', 'attributes.deep', 'deep']);
  });

  it('may lie 400 days back and 5 minutes ahead, and not a millisecond more', () => {
    expect(errorsOf({ ...base, ts: NOW - 400 * DAY })).toEqual([]);
    expect(errorsOf({ ...base, ts: NOW + 300_000 })).toEqual([]);
    expect(errorsOf({ ...base, ts: NOW - 400 * DAY - 1 })).toEqual([
      ['ts', 'must lie at most 400 days back, got 2025-04-27T12:00:00.249Z'],
    ]);
    expect(errorsOf({ ...base, ts: NOW + 300_001 })).toEqual([
      ['ts', 'must lie at most 5 minutes ahead, got 2026-06-01T12:05:00.251Z'],
    ]);
    expect(errorsOf({ ...base, ts: 8.64e15 })).toHaveLength(1);
  });

  it.each([
    [{ ...base, tool_calls: 1, tool_failures: 2 }, 'tool_failures'],
    [{ ...base, tokens_in: 10, tokens_cached: 11 }, 'tokens_cached'],
    [{ ...base, tokens_out: 10, tokens_reasoning: 11 }, 'tokens_reasoning'],
    [{ ...base, kind: 'adoption', eligible: 1, used: 2 }, 'used'],
    [{ ...base, kind: 'metric', signal: 's', value: 1, low: 2 }, 'low'],
    [{ ...base, kind: 'metric', signal: 's', value: 1, high: 0 }, 'high'],
    [
      {
        ...base,
        kind: 'cost',
        category: 'other',
        amount_usd: 1,
        period_start: NOW,
        period_end: NOW - 1,
      },
      'period_end',
    ],
    [
      { ...base, kind: 'cost', category: 'other', amount_usd: 1, period_end: NOW - 1 },
      'period_end',
    ],
    [
      { ...base, kind: 'cost', category: 'other', amount_usd: 1, period_start: NOW * 1000 },
      'period_start',
    ],
  ])('whose fields contradict each other is refused: %j', (event, path) => {
    expect(errorsOf(event).map(([at]) => at)).toEqual([path]);
  });

  it('is told in plain words which field, what was expected and what came', () => {
    expect(errorsOf(7)).toEqual([['', 'expected an object, got 7']]);
    expect(errorsOf([base])).toEqual([['', 'expected an object, got a list']]);
    expect(errorsOf({ kind: 'run' })).toEqual([['workload', 'missing: expected a string']]);
    expect(errorsOf({ kind: 'walk', workload: 'w' })[0]?.[1]).toMatch(
      /^expected one of run, tool_call, .*, got "walk"$/,
    );
    expect(
      errorsOf({
        kind: 'run',
        workload: 'Not A Slug',
        ts: 'yesterday',
        stage: 'x'.repeat(200),
        latency_ms: 'fast',
        tokens_in: 1.5,
        confidence: 2,
        outcome: 'fine',
        id: '',
        attributes: { a: {} },
        colour: 'red',
      }),
    ).toEqual([
      ['id', 'must not be empty'],
      ['ts', 'expected RFC 3339 with an offset, got "yesterday"'],
      ['workload', 'expected a slug: a-z, 0-9 and -, at most 63 characters, got "Not A Slug"'],
      ['stage', 'must be at most 128 characters long, got 200'],
      ['attributes.a', 'expected a string, or a number, or true or false, got an object'],
      ['latency_ms', 'expected a number, got "fast"'],
      ['tokens_in', 'expected a whole number, got 1.5'],
      ['confidence', 'must be at most 1, got 2'],
      ['outcome', 'expected one of accepted, edited, rejected, abandoned, got "fine"'],
      ['colour', 'the contract has no such field for this kind of event'],
    ]);
    expect(errorsOf({ ...base, tokens_in: Infinity })).toEqual([
      ['tokens_in', 'expected a number, got Infinity'],
    ]);
  });
});
