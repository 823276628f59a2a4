import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wireEvent } from '../../core/event.ts';
import { compileCheck } from '../../ingest/compile-check.ts';
import { disturbedEvent, validEvent } from './wire-arbitrary.ts';

const fits = compileCheck(wireEvent);

describe('the compiled check', () => {
  it('takes every event that the schema takes', () => {
    fc.assert(
      fc.property(validEvent, (event) => {
        expect(wireEvent.safeParse(event).success).toBe(true);
        expect(fits(event)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with the schema on events that are a little wrong', () => {
    fc.assert(
      fc.property(disturbedEvent, (event) => {
        expect(fits(event)).toBe(wireEvent.safeParse(event).success);
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with the schema on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fits(value)).toBe(wireEvent.safeParse(value).success);
      }),
    );
  });

  it.each([
    [
      'more than 64 attributes',
      Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 1])),
    ],
    ['an attribute that is an object', { a: {} }],
    ['an attribute whose name is too long', { ['k'.repeat(257)]: 1 }],
    ['attributes in a list', ['a']],
  ])('refuses %s', (_, attributes) => {
    expect(fits({ kind: 'run', workload: 'w', attributes })).toBe(false);
  });

  it('refuses a key named __proto__, which a spread would swallow', () => {
    expect(fits(JSON.parse('{"kind":"run","workload":"w","__proto__":{"id":"x"}}'))).toBe(false);
  });

  it('is not made from a schema that it does not understand', () => {
    const kind = z.literal('a');
    const union = (field: z.ZodType) =>
      z.discriminatedUnion('kind', [z.strictObject({ kind, field })]) as z.ZodType;
    expect(() => compileCheck(union(z.string().max(3)))).not.toThrow();
    expect(() => compileCheck(union(z.string().transform((text) => text.length)))).toThrow('pipe');
    expect(() => compileCheck(union(z.number().multipleOf(5)))).toThrow('multiple_of');
    expect(() => compileCheck(z.discriminatedUnion('kind', [z.object({ kind })]))).toThrow();
    expect(() => compileCheck(z.string())).toThrow();
  });
});
