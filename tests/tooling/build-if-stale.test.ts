import { chmod, cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildIfStale, fingerprintSources } from '../../scripts/build-if-stale.mjs';

let root: string;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bellwether-build-'));
  await write('server/cli.ts', 'console.log(1);\n');
  await write('web/parts/mark.tsx', 'export const MARK = 1;\n');
  await write('dist/web/index.html', '');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const changes: Record<string, () => Promise<void>> = {
  'a file is edited': () => write('web/parts/mark.tsx', 'export const MARK = 2;\n'),
  'a file is added': () => write('core/money.ts', ''),
  'a file is removed': () => rm(join(root, 'web/parts/mark.tsx')),
  'a file is renamed': async () => {
    await cp(join(root, 'web/parts/mark.tsx'), join(root, 'web/parts/sign.tsx'));
    await rm(join(root, 'web/parts/mark.tsx'));
  },
};

it.each(Object.keys(changes))('the build is stale once %s', async (name) => {
  const before = fingerprintSources(root);
  await changes[name]?.();
  expect(fingerprintSources(root)).not.toBe(before);
});

it('a new time or a file outside of the sources leaves the build fresh', async () => {
  const before = fingerprintSources(root);
  await utimes(join(root, 'server/cli.ts'), 1, 1);
  await write('tests/core/money.test.ts', '');
  await write('README.md', '');
  expect(fingerprintSources(root)).toBe(before);
});

it('a fresh build is left alone', async () => {
  await write('dist/sources.sha256', fingerprintSources(root));
  expect(buildIfStale(root)).toBe(false);
});

it('an installation without sources is left alone', async () => {
  await rm(join(root, 'server'), { recursive: true });
  expect(buildIfStale(root)).toBe(false);
});

it('a stale build that cannot be renewed is refused with the way out', () => {
  expect(() => buildIfStale(root)).toThrow('run npm ci without --omit=dev');
});

it('what tests build is what people get, not a build for development', async () => {
  for (const tool of ['vite', 'rolldown']) {
    await write(`node_modules/.bin/${tool}`, `#!/bin/sh\nprintf %s "$NODE_ENV" > ${tool}.mode\n`);
    await chmod(join(root, 'node_modules/.bin', tool), 0o755);
  }
  expect(process.env['NODE_ENV']).toBe('test');
  expect(buildIfStale(root)).toBe(true);
  expect(await readFile(join(root, 'vite.mode'), 'utf8')).toBe('production');
});
