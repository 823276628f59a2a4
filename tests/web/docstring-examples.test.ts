import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

// Times in examples are local; the results they show hold in every zone.

const WEB = join(import.meta.dirname, '..', '..', 'web');
const THIN = '\u202f';

const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .filter(
    (file) => file.endsWith('.ts') && readFileSync(join(WEB, file), 'utf8').includes('@example'),
  )
  .toSorted();

const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(THIN, ' ') : value;

describe.each(files)('%s', (file) => {
  const source = readFileSync(join(WEB, file), 'utf8');
  const examples = [...source.matchAll(/@example (.+) \/\/ (.+)$/gm)];

  it('shows only examples that can be run', () => {
    expect(examples).toHaveLength(source.split('@example').length - 1);
  });

  it.each(examples.map(([, call = '', shown = '']) => ({ call, shown })))(
    '$call',
    async ({ call, shown }) => {
      const exports = (await import(join(WEB, file))) as Record<string, unknown>;
      const actual: unknown = runInNewContext(call, { ...exports });
      expect(plain(actual)).toEqual(plain(runInNewContext(`(${shown})`)));
    },
  );
});
