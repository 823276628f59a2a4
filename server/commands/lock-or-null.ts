import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BellwetherError } from '../../core/errors.ts';
import { lockFolder } from '../lock-folder.ts';
import { refuseHalfRestored } from '../backup/half-restored.ts';

/**
 * Holds the folder of an installation for a command that reads it.
 * @returns the way to give it free again; null where a running server holds it
 * @throws BellwetherError `not_found` where no installation is there: a new secret would call every
 *   record of it changed; `conflict` where it is half restored
 */
export async function lockOrNull(dataFolder: string): Promise<(() => Promise<void>) | null> {
  refuseHalfRestored(dataFolder);
  if (!existsSync(join(dataFolder, 'secret.key'))) {
    const words = `there is no installation in ${dataFolder}: set BELLWETHER_DATA, or give --url`;
    throw new BellwetherError('not_found', words);
  }
  try {
    return await lockFolder(dataFolder);
  } catch (error) {
    if (error instanceof BellwetherError && error.code === 'conflict') return null;
    throw error;
  }
}
