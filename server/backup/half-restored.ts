import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BellwetherError } from '../../core/errors.ts';

/** Stands in a data folder while it is restored. */
export const UNFINISHED_FILE = 'restore.unfinished';

/**
 * Refuses a data folder that holds half a backup.
 * @throws BellwetherError `conflict`
 */
export function refuseHalfRestored(dataFolder: string): void {
  if (!existsSync(join(dataFolder, UNFINISHED_FILE))) return;
  throw new BellwetherError(
    'conflict',
    `a restore into ${dataFolder} was cut off: empty the folder (and the database on a server), and restore again`,
  );
}
