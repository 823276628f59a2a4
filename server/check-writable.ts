import { open } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a few bytes where telemetry is written, and waits until the disk has them.
 * @throws when the disk is full, gone or read-only
 */
export async function checkWritable(dataFolder: string): Promise<void> {
  const file = await open(join(dataFolder, 'ready'), 'w', 0o600);
  try {
    await file.write('ready\n');
    await file.datasync();
  } finally {
    await file.close();
  }
}
