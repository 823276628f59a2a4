import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCsvLine } from '../../core/csv.ts';

test('any texts come back from a reader of CSV as they were, but for the mark before a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      (cells) => {
        const [read] = parse(writeCsvLine(['first', ...cells]), { record_delimiter: '\r\n' });
        expect(read).toEqual([
          'first',
          ...cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
        ]);
      },
    ),
  );
});

test('no cell starts a formula; numbers keep their sign, and what is missing is empty', () => {
  expect(writeCsvLine(['=1+1', '+a', '-b', '@c', '\td', -5, null, true])).toBe(
    `'=1+1,'+a,'-b,'@c,'\td,-5,,true\r\n`,
  );
});
