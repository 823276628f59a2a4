import { createBackups, type BackupDependencies, type Backups } from './backup/backups.ts';
import { createExports, type Exports } from './exports.ts';
import { createErasures, type ErasureDependencies, type Erasures } from './erasures.ts';

/** What looks after the store as a whole. */
export interface Upkeep {
  readonly erasures: Erasures;
  readonly backups: Backups;
  readonly exports: Exports;
}

/** What they need: the store, and a way to hold everything back that changes it. */
export async function openUpkeep(
  dependencies: ErasureDependencies & BackupDependencies,
): Promise<Upkeep> {
  return {
    erasures: createErasures(dependencies),
    backups: await createBackups(dependencies),
    exports: await createExports(dependencies),
  };
}
