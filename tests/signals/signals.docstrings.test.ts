import { readFileSync, readdirSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

// One line `@example call // expected`; numbers are compared to seven digits.

const folder = new URL('../../signals/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

for (const file of files) {
  const source = readFileSync(new URL(file, folder), 'utf8');
  const examples = [...source.matchAll(/@example (.+) \/\/ (.+?)(?: \*\/)?$/gm)];
  if (examples.length === 0) continue;
  const exports = (await import(new URL(file, folder).href)) as object;
  test.each(examples.map(([, call, shown]) => [call!, shown!]))(
    `${file} produces what its docstring shows: %s`,
    (call, shown) => {
      const actual: unknown = runInNewContext(call, { ...exports, Float64Array });
      const expected: unknown = runInNewContext(`(${shown})`);
      if (typeof expected === 'number') expect(actual).toBeCloseTo(expected, 6);
      else expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
    },
  );
}
