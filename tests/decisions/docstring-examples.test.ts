import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';

// The convention: one line `@example call(…) // expected`; numbers to nine digits, everything else exactly.

function rounded(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' ? Number(part.toPrecision(9)) : part,
  );
  return JSON.parse(text);
}

for (const part of ['policy', 'engine', 'assessment', 'backtest', 'gates', 'signing']) {
  const folder = new URL(`../../decisions/${part}/`, import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const examples = readFileSync(new URL(file, folder), 'utf8')
      .split('\n')
      .filter((line) => line.includes('@example'))
      .map(
        (line) =>
          /@example (.+?) \/\/ (.+?)(?: \*\/)?$/.exec(line)?.slice(1) ?? [
            line,
            'not of the form "call // expected"',
          ],
      );
    if (examples.length === 0) continue;
    const exports = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    describe(`decisions/${part}/${file}`, () => {
      it.each(examples)('%s gives %s', (call, shown) => {
        const actual: unknown = runInNewContext(call!, { ...exports, DEFAULT_TABLE, NO_BLOCKS });
        expect(rounded(actual)).toEqual(rounded(runInNewContext(`(${shown})`)));
      });
    });
  }
}
