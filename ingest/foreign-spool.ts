import { join } from 'node:path';
import { BellwetherError } from '../core/errors.ts';
import { layoutOf, parseSegmentFileName } from './segment-files.ts';
import type { SpoolFiles } from './spool-files.ts';

/** Where the spool of a data folder is. */
export const spoolFolder = (dataFolder: string): string => join(dataFolder, 'spool');

/**
 * Refuses a spool that holds segments written with other columns than this program's. To be asked
 * before the store's schema is changed: afterwards the version that wrote them could not hand them
 * over any more.
 * @throws BellwetherError `conflict` where there is such a segment
 */
export async function refuseForeignSpool(files: SpoolFiles, folder: string): Promise<void> {
  await files.makeFolder(folder);
  for (const name of await files.list(folder)) {
    const parsed = parseSegmentFileName(name);
    if (parsed === null || parsed.layout === layoutOf(parsed.table)) continue;
    throw new BellwetherError(
      'conflict',
      `${join(folder, name)} was written by another version of Bellwether: start that version once, so that it hands its spool over`,
    );
  }
}
