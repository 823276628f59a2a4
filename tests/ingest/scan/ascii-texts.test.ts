import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AsciiTexts } from '../../../ingest/scan/ascii-texts.ts';

const texts = new AsciiTexts();
const read = (text: string, before = ''): string => {
  const bytes = Buffer.from(`${before}${text}"`, 'latin1');
  return texts.read(bytes, before.length, bytes.length - 1);
};

it('gives what stands in the bytes, however many texts share a place', () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 32, max: 127 }).map((code) => String.fromCharCode(code)),
    maxLength: 80,
  });
  fc.assert(
    fc.property(fc.array(ascii, { minLength: 1, maxLength: 50 }), ascii, (many, before) => {
      for (const text of [...many, ...many]) expect(read(text, before)).toBe(text);
    }),
  );
  for (let i = 0; i < 20_000; i += 1)
    expect(read(`workload-${i % 5000}`)).toBe(`workload-${i % 5000}`);
});

it('tells texts apart that differ in one character or in their length only', () => {
  for (const text of ['', 'a', 'aa', 'ab', 'ba', 'b', 'a'.repeat(64), 'a'.repeat(65)]) {
    expect(read(text)).toBe(text);
  }
});
