import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import type { Configuration } from './configuration.ts';

/** Opens the database; where that fails, the folder is free again. */
export async function openOrUnlock(
  { database }: Configuration,
  unlock: () => Promise<void>,
): Promise<Database> {
  try {
    return await openDatabase(database);
  } catch (error) {
    await unlock();
    throw error;
  }
}
