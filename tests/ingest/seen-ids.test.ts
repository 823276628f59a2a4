import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyedHash } from '../../ingest/keyed-hash.ts';
import { createSeenIds } from '../../ingest/seen-ids.ts';

const KEY = Buffer.from('0123456789abcdef');
const HOUR = 3_600_000;
/** A pair taken more lately than that is not written down anew. */
const RENEWAL = 10 * 60_000;
const START = Date.parse('2026-06-01T00:00:00Z');

function hashOf(key: Uint8Array, ...texts: string[]): string {
  const hash = createKeyedHash(key);
  hash.start();
  for (const text of texts) hash.add(text);
  hash.finish();
  return `${hash.high}:${hash.low}`;
}

describe('the keyed hash', () => {
  it('tells apart texts, where one ends and the next begins, and keys', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(hashOf(KEY, ...one) === hashOf(KEY, ...other)).toBe(isSame);
        expect(hashOf(Buffer.alloc(16, 1), ...one)).not.toBe(hashOf(KEY, ...one));
      }),
    );
    expect(hashOf(KEY, 'a', 'bc')).not.toBe(hashOf(KEY, 'ab', 'c'));
    expect(hashOf(KEY, 'a')).not.toBe(hashOf(KEY, 'a', ''));
    expect(hashOf(KEY, 'a\0')).not.toBe(hashOf(KEY, 'a'));
  });

  it('spreads ids that differ in one digit evenly over all of its bits', () => {
    const counts = Array.from({ length: 64 }, () => 0);
    const hash = createKeyedHash(KEY);
    for (let i = 0; i < 20_000; i += 1) {
      hash.start();
      hash.add('w');
      hash.add(`run-${i}`);
      hash.finish();
      for (let bit = 0; bit < 32; bit += 1) {
        counts[bit] = (counts[bit] as number) + ((hash.low >>> bit) & 1);
        counts[bit + 32] = (counts[bit + 32] as number) + ((hash.high >>> bit) & 1);
      }
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('wants a key', () => {
    expect(() => createKeyedHash(Buffer.alloc(7))).toThrow('8 bytes');
  });
});

describe('seen ids', () => {
  it('behave like a set of pairs that forgets what is older than the window', () => {
    const step = fc.record({
      what: fc.constantFrom('claim', 'claim', 'claim', 'free', 'renew'),
      workload: fc.constantFrom('v', 'w'),
      id: fc.integer({ min: 0, max: 30 }).map(String),
      afterMs: fc.constantFrom(0, 0, 60_000, HOUR / 2),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const seen = createSeenIds(HOUR, KEY);
        const model = new Map<string, { at: number; low: number; high: number }>();
        let now = START;
        for (const { what, workload, id, afterMs } of steps) {
          now += afterMs;
          const key = `${workload}/${id}`;
          const known = model.get(key);
          if (what === 'free') {
            if (known) seen.free(known.low, known.high);
            model.delete(key);
            continue;
          }
          const isFree = known === undefined || known.at + HOUR <= now;
          expect(seen.holds(workload, id, now)).toBe(!isFree);
          if (what === 'renew') {
            const isWritten = isFree || now - known.at >= RENEWAL;
            expect(seen.renew(workload, id, now)).toBe(isWritten);
            if (isWritten) model.set(key, { at: now, low: seen.low, high: seen.high });
            continue;
          }
          expect(seen.claim(workload, id, now)).toBe(isFree);
          if (isFree) model.set(key, { at: now, low: seen.low, high: seen.high });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('hold hundreds of thousands of ids without mistaking one for another, in little room', () => {
    const seen = createSeenIds(24 * HOUR, KEY);
    const count = 300_000;
    for (let i = 0; i < count; i += 1) {
      if (!seen.claim('support-copilot', `id-${i}`, START))
        throw new Error(`id-${i} was taken for another`);
    }
    for (let i = 0; i < count; i += 997)
      expect(seen.claim('support-copilot', `id-${i}`, START)).toBe(false);
    expect(seen.size).toBe(count);
    expect(seen.bytes / count).toBeLessThan(25);
  });

  it('with room made for them beforehand are the same set', () => {
    const seen = createSeenIds(24 * HOUR, KEY);
    seen.reserve(50_000);
    const before = seen.bytes;
    for (let i = 0; i < 50_000; i += 1) expect(seen.claim('w', `id-${i}`, START)).toBe(true);
    expect(seen.bytes).toBeLessThan(before * 1.3);
    seen.reserve(1_000_000);
    for (let i = 0; i < 50_000; i += 1) expect(seen.claim('w', `id-${i}`, START)).toBe(false);
  });

  it('take no more room than a window of ids needs, however long they run', () => {
    const seen = createSeenIds(HOUR, KEY);
    let largest = 0;
    for (let hour = 0; hour < 40; hour += 1) {
      for (let i = 0; i < 20_000; i += 1)
        seen.claim('w', `${hour}-${i}`, START + hour * HOUR + i * 180);
      largest = Math.max(largest, seen.size);
    }
    expect(largest).toBeLessThan(60_000);
  });

  it('take a pair by its hash as they take it by its name', () => {
    const seen = createSeenIds(HOUR, KEY);
    seen.claim('w', 'a', START);
    const { low, high } = seen;
    const other = createSeenIds(HOUR, KEY);
    other.putAll(Uint32Array.of(low, high, START / 1000), START);
    expect(other.claim('w', 'a', START)).toBe(false);
    const words = [START / 1000 + 1800, START / 1000].flatMap((second) => [low, high, second]);
    other.putAll(Uint32Array.from(words), START);
    expect(other.claim('w', 'a', START + 1.4 * HOUR)).toBe(false);
    expect(other.keyMark).toEqual(seen.keyMark);
    expect(createSeenIds(HOUR, Buffer.alloc(8)).keyMark).not.toEqual(seen.keyMark);
  });

  it('read back many at once, with and without room made for them, hold what was taken one by one', () => {
    const taken = createSeenIds(HOUR, KEY);
    const words: number[] = [];
    for (let i = 0; i < 30_000; i += 1) {
      taken.claim(`w${i % 3}`, `id-${i}`, START);
      words.push(taken.low, taken.high, START / 1000);
    }
    for (const room of [0, 30_000]) {
      const other = createSeenIds(HOUR, KEY);
      other.reserve(room);
      // Twice, as after a crash in between; and once of a time that no longer counts.
      other.putAll(Uint32Array.from([...words, ...words]), START);
      other.putAll(Uint32Array.of(1, 1, START / 1000 - 7200), START);
      expect(other.size).toBeLessThanOrEqual(30_001);
      for (let i = 0; i < 30_000; i += 1) {
        if (other.claim(`w${i % 3}`, `id-${i}`, START)) throw new Error(`id-${i} was free`);
      }
      expect(other.claim('w0', 'id-30000', START)).toBe(true);
    }
  });
});
