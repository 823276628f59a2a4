import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockFolder } from '../../server/lock-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder('lock');
const path = join(folder, 'process.lock');
const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const boot = existsSync(BOOT_ID_FILE) ? readFileSync(BOOT_ID_FILE, 'utf8').trim() : '';

test('a folder that a living process holds is refused, naming the process', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  writeFileSync(path, `${other.pid} ${boot}\n`);
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${other.pid}`),
  });
  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill();
  await ended;
  const unlock = await lockFolder(folder);
  await unlock();
  expect(existsSync(path)).toBe(false);
});

test.each([
  '',
  'not a number',
  '0',
  `${process.pid} ${boot}`,
  `${process.ppid} of-an-earlier-boot`,
])('a lock that says %j is left over, and is taken over', async (content) => {
  writeFileSync(path, content);
  const unlock = await lockFolder(folder);
  await unlock();
});
