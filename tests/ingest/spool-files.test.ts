import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFiles } from '../../ingest/spool-files.ts';
import { temporaryFolder } from './support.ts';

it('a file that cannot be replaced is as it was, and nothing is left beside it', async () => {
  const folder = await temporaryFolder();
  // A folder of that name refuses the last step, when all of the new content is on disk.
  const path = join(folder, 'taken');
  await mkdir(path);
  await expect(diskFiles.replace(path, 'new')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(await readdir(folder)).toEqual(['taken']);
});

it('a replaced file holds the new content alone', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'file');
  await diskFiles.replace(path, 'longer than what follows');
  await diskFiles.replace(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['file']);
});

it('bytes overwritten stand where they belong, and the others stay', async () => {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, 'abcdefgh');
  await diskFiles.overwrite(path, Buffer.from('XY'), 3);
  expect(await readFile(path, 'utf8')).toBe('abcXYfgh');
});
