import { spawnSync } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Room for what waits while the database is away for a minute and a half. */
const DISK_MB = 256;
const BALLAST = 'ballast';
const CHUNK_BYTES = 1_048_576;

/** A file system of its own for one folder, which can be filled up. */
export interface SmallDisk {
  fill(): Promise<void>;
  free(): Promise<void>;
  unmount(): void;
}

const call = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @returns null where nobody may mount anything here */
export async function mountSmallDisk(folder: string): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true });
  if (!call('mount', '-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=700`, 'tmpfs', folder))
    return null;
  const ballast = join(folder, BALLAST);
  return {
    async fill() {
      const file = await open(ballast, 'w');
      try {
        for (let size = CHUNK_BYTES; size >= 1;) {
          try {
            const { bytesWritten } = await file.write(Buffer.alloc(size));
            if (bytesWritten < size) size = Math.floor(size / 16);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
            size = Math.floor(size / 16);
          }
        }
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    unmount: () => void call('umount', '-l', folder),
  };
}
