import type { Logger } from 'pino';
import { BellwetherError } from '../../core/errors.ts';
import { dropSnapshots, openSnapshot, type Snapshot } from '../../store/backup/snapshot.ts';
import type { ErasureDependencies } from '../erasures.ts';
import { cutHead, type BackupPlan } from './backup-source.ts';
import { planOf, readChunk, readHeadFile } from './local-backup.ts';

/** Backups of a running server: a moment is kept for as long as somebody reads it. */
export interface Backups {
  /**
   * Keeps this moment: everything acknowledged before the call is in it once.
   * @throws BellwetherError `conflict` while another is read, `unavailable` where the database is away
   */
  open(): Promise<BackupPlan>;
  /** @throws BellwetherError `not_found` where there is no such moment or chunk */
  readChunk(id: string, index: number): Promise<Uint8Array>;
  /** The head file of that moment. @throws BellwetherError `not_found` */
  readHead(id: string): Promise<string>;
  /** Lets go of it. @throws BellwetherError `not_found` */
  close(id: string): Promise<void>;
}

/** Its files take room that nothing else needs: who reads nothing for so long is gone. */
const IDLE_MS = 15 * 60_000;

/** What backups work with: what would change tables meanwhile, to be held back. */
export type BackupDependencies = Pick<
  ErasureDependencies,
  'database' | 'ingest' | 'alone' | 'assessments' | 'designEffects' | 'cutSums' | 'now' | 'randomId'
> & { readonly dataFolder: string; readonly log: Pick<Logger, 'warn'> };

interface OpenBackup {
  readonly id: string;
  readonly snapshot: Snapshot;
  /** Lets go of it once nobody has read for long. */
  readonly idle: NodeJS.Timeout;
}

/** Drops what a killed server left of a backup, and offers new ones. */
export async function createBackups(dependencies: BackupDependencies): Promise<Backups> {
  const { database, ingest, alone, assessments, designEffects, cutSums } = dependencies;
  const { now, randomId, dataFolder, log } = dependencies;
  await dropSnapshots(database);
  let current: OpenBackup | null = null;
  let isOpening = false;

  const find = (id: string): OpenBackup => {
    if (current?.id !== id) throw new BellwetherError('not_found', `there is no backup ${id}`);
    current.idle.refresh();
    return current;
  };
  const letGo = async ({ snapshot, idle }: OpenBackup): Promise<void> => {
    clearTimeout(idle);
    await snapshot.close();
    current = null;
  };
  const dropIdle = (): void => {
    if (current)
      letGo(current).catch((err: unknown) => log.warn({ err }, 'a backup was left open'));
  };
  /** No sum, run or assessment is half written while the tables are copied. */
  const takeSnapshot = async (): Promise<Snapshot> => {
    await ingest.flush();
    await cutSums.catchUp();
    return assessments.paused(() =>
      designEffects.paused(() =>
        cutSums.paused(() => ingest.forgetTraces(() => alone(() => openSnapshot(database)))),
      ),
    );
  };

  return {
    async open() {
      if (isOpening || current) {
        throw new BellwetherError('conflict', 'another backup is being made', {
          retryAfterSeconds: 60,
        });
      }
      isOpening = true;
      try {
        const snapshot = await takeSnapshot();
        current = { id: randomId(), snapshot, idle: setTimeout(dropIdle, IDLE_MS).unref() };
        return planOf(snapshot, current.id, now());
      } finally {
        isOpening = false;
      }
    },
    readChunk: async (id, index) => readChunk(find(id).snapshot, index),
    async readHead(id) {
      const { snapshot } = find(id);
      return cutHead(await readHeadFile(dataFolder), snapshot.lastRecord);
    },
    close: (id) => letGo(find(id)),
  };
}
