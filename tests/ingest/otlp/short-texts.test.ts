import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShortTexts } from '../../../ingest/otlp/short-texts.ts';

const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  // Few letters, so that many share length and the bytes that choose their place.
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 12 }),
);

test('a text is read as its bytes say, whatever was read before', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 200 }), fc.nat(9), (texts, before) => {
      const read = createShortTexts();
      for (const text of texts) {
        const bytes = Buffer.from(text);
        const padded = Buffer.concat([Buffer.alloc(before, 0x61), bytes, Buffer.from('a')]);
        const end = before + bytes.length;
        expect(read(padded, before, end)).toBe(bytes.toString('utf8'));
      }
    }),
  );
});

test('bytes that are no UTF-8 are read as the decoder reads them', () => {
  const read = createShortTexts();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (raw) => {
      const bytes = Buffer.from(raw);
      expect(read(bytes, 0, bytes.length)).toBe(bytes.toString('utf8'));
      expect(read(bytes, 0, bytes.length)).toBe(bytes.toString('utf8'));
    }),
  );
});
