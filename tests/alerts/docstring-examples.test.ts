import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

// The convention: one line `@example call(…) // expected`.

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

for (const part of ['check', 'condition', 'labels']) {
  const folder = new URL(`../../alerts/${part}/`, import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const examples = readFileSync(new URL(file, folder), 'utf8')
      .split('\n')
      .filter((line) => line.includes('@example'))
      .map((line) => /@example (.+?) \/\/ (.+?)(?: \*\/)?$/.exec(line)?.slice(1) ?? [line, 'null']);
    if (examples.length === 0) continue;
    const exports = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    describe(`alerts/${part}/${file}`, () => {
      it.each(examples)('%s gives %s', (call, shown) => {
        const actual: unknown = runInNewContext(call!, { ...exports });
        expect(plain(actual)).toEqual(plain(runInNewContext(`(${shown})`)));
      });
    });
  }
}
