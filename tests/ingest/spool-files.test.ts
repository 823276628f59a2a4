import { constants } from 'node:fs';
import { mkdir, readFile, readdir, readlink, writeFile } from 'node:fs/promises';
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

it.runIf(process.platform === 'linux')(
  'a segment is opened so that a write returns only once it is on disk',
  async () => {
    const path = join(await temporaryFolder(), 'segment');
    const file = await diskFiles.create(path);
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map(async (fd) => ({
        fd,
        to: await readlink(`/proc/self/fd/${fd}`).catch(() => ''),
      })),
    );
    const fd = open.find(({ to }) => to === path)?.fd;
    const [, flags = '0'] =
      /flags:\s+(\d+)/.exec(await readFile(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    expect(parseInt(flags, 8) & constants.O_DSYNC).not.toBe(0);
    await file.close();
  },
);
