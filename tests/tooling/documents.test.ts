import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environmentSchema } from '../../server/configuration.ts';
import { fragmentsOf, targetsOf, type Target } from './document-links.ts';
import { exists, readText, repositoryFiles } from './repository-files.ts';

const files = repositoryFiles();
const documents = files.filter((path) => path.endsWith('.md'));

function isDead({ path, fragment }: Target): boolean {
  if (!exists(path)) return true;
  if (fragment === null || !path.endsWith('.md')) return false;
  return !fragmentsOf(readText(path)).has(fragment);
}

/** First cells of a table's body rows, without code marks, and the cells after them. */
function tableRows(markdown: string, firstColumn: string): Map<string, string[]> {
  const lines = markdown.split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const rows = new Map<string, string[]>();
  for (const [index, line] of lines.entries()) {
    if (cells(line)[0] !== firstColumn) continue;
    for (const row of lines.slice(index + 2)) {
      const [name, ...rest] = cells(row);
      if (name === undefined) break;
      rows.set(name.replaceAll('`', ''), rest);
    }
  }
  return rows;
}

describe('documents', () => {
  it.each(documents)('%s names only files and headings that exist', (document) => {
    const dead = targetsOf(document, readText(document)).filter(isDead);
    expect(dead.map(({ text }) => text)).toEqual([]);
  });

  it('would notice a dead link, a dead path and a dead heading', () => {
    const text = '[a](gone.md) `core/gone.ts` [b](#gone) ![c](gone.png) <img src="gone.svg" />';
    const dead = targetsOf('README.md', text).filter(isDead);
    expect(dead.map((target) => target.text)).toEqual([
      'gone.md',
      '#gone',
      'gone.png',
      'gone.svg',
      'core/gone.ts',
    ]);
  });

  it('list every dependency with its need and reason, and no other', () => {
    const manifest = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        devDependencies: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(readText('package.json')));
    const listed = tableRows(readText('docs/dependencies.md'), 'package');
    const installed = [manifest.dependencies, manifest.devDependencies].flatMap(Object.keys);
    expect([...listed.keys()].sort()).toEqual(installed.sort());
    expect([...listed].filter(([, cells]) => cells.length < 2 || cells.includes(''))).toEqual([]);
  });

  it('state every environment variable with the default that applies', () => {
    const stated = tableRows(readText('README.md'), 'variable');
    const defaults = Object.entries(environmentSchema.shape).map(([name, schema]) => {
      const fallback = schema.safeParse(undefined).data;
      const isUnset = fallback === undefined || fallback === '';
      return [name, isUnset ? '' : String(fallback === false ? 0 : fallback)];
    });
    const told = [...stated].map(([name, [value = '']]) => [name, value.replaceAll('`', '')]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(defaults));
  });
});

/** In pieces, because this file is searched too. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  'a path of one machine': new RegExp(
    ['work', 'farm', 'root', 'tmp/bash_jobs'].map((folder) => `(?<![\\w.])/${folder}/`).join('|'),
  ),
  'a registry': new RegExp(['registry', '\\.(npmjs|yarnpkg|npmmirror)'].join('')),
  'a resolved address in the lock file': new RegExp(['"resol', 'ved": "https?:'].join('')),
};

describe('the repository', () => {
  const texts = files.filter((path) => !/\.(?:png|jpe?g|woff2?|ico|gz|bin)$/.test(path));

  it.each(Object.entries(FOREIGN))('holds nowhere %s', (_, words) => {
    expect(texts.filter((path) => words.test(readText(path)))).toEqual([]);
  });

  it('would notice them', () => {
    const samples = [
      'cd /wo' + 'rk/x',
      'https://regis' + 'try.npmjs.org/',
      '"resolv' + 'ed": "https:',
    ];
    expect(samples.map((text, i) => Object.values(FOREIGN)[i]?.test(text))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
