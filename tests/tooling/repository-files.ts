import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

const IGNORED = new Set([
  '.git',
  ...readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.replaceAll('/', '').trim()),
]);

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (IGNORED.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** Every file that belongs to the repository, by path with `/`. */
export const repositoryFiles = (): string[] => [...walk('')];

/** A file's text. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Whether a path of the repository leads to a file or folder. */
export const exists = (path: string): boolean => existsSync(join(ROOT, path));
