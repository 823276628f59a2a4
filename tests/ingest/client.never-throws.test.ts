import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BellwetherOptions } from '../../ingest/client/client-interface.ts';
import { createClient } from '../../ingest/client/create-client.ts';
import { edgesInHand } from './client-edges-in-hand.ts';

const throwing = (): never => {
  throw new Error('no');
};
/** By name, as fast-check prints what it tried. */
const NASTY: Readonly<Record<string, () => unknown>> = {
  'a proxy that throws': () => new Proxy({}, { get: throwing, ownKeys: throwing }),
  'a getter that throws': () =>
    Object.defineProperty({}, 'ok', { get: throwing, enumerable: true }),
  'something that is written as null': () => ({ toJSON: () => null }),
  'something that is not written': () => ({ toJSON: () => undefined }),
  'a cycle': () => {
    const cycle: Record<string, unknown> = {};
    cycle['attributes'] = cycle;
    return cycle;
  },
  'a huge text': () => ({ error: 'x'.repeat(2_000_000) }),
  'a time that does not exist': () => ({ ts: new Date(NaN), id: 5 }),
};
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withNullPrototype: true,
});
const nasty = fc.oneof(
  anything.map((value) => ({ value })),
  fc.constantFrom(...Object.keys(NASTY)),
);
const valueOf = (made: string | { value: unknown }): unknown =>
  typeof made === 'string' ? NASTY[made]?.() : made.value;
const nastyAnswer = fc.oneof(
  fc.record({
    status: fc.constantFrom(0, 202, 400, 403, 413, 503),
    text: fc.oneof(fc.json(), fc.string()),
    retryAfter: fc.option(fc.string()),
  }),
  fc.constant(new Error('away')),
);

test('an application is never thrown at, whatever it sends, sets, or gets for an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(nasty, { maxLength: 8 }),
      fc.option(nasty),
      fc.array(nastyAnswer, { minLength: 1 }),
      async (values, options, answers) => {
        const hand = edgesInHand((_, attempt) => answers[attempt % answers.length] as Error);
        const stated =
          options === null
            ? {
                url: 'http://server',
                key: 'k',
                onDrop: throwing,
                onRejected: throwing,
                onProblem: throwing,
              }
            : valueOf(options);
        const client = createClient(stated as BellwetherOptions, hand.edges);
        for (const value of values.map(valueOf)) {
          client.run(value as never);
          client.send(value as never);
        }
        const timeout = valueOf(values[0] ?? 'a cycle');
        // A stated time may be long; whatever else it is, the default applies.
        const closing = client.close((typeof timeout === 'number' ? 3_000 : timeout) as never);
        await hand.pass(30_000);
        await closing;
        expect(client.run({})).toBeNull();
        const { buffered, accepted: _, ...counts } = client.stats();
        expect(buffered).toBe(0);
        expect(Object.values(counts).every((count) => typeof count === 'number')).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
