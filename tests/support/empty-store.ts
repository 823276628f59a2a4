import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Names the folder in which a run keeps a store with its tables and nothing in them. */
export const EMPTY_STORE = 'TEST_EMPTY_STORE';

/**
 * Puts a store without rows where a test opens its own: making the tables takes longer than most of
 * what is tested with them. Does nothing where a store is already, and outside of a test run, where
 * whoever opens it makes them.
 * @param folder of the database
 */
export function placeEmptyStore(folder: string): void {
  const template = process.env[EMPTY_STORE];
  if (template === undefined || (existsSync(folder) && readdirSync(folder).length > 0)) return;
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  cpSync(template, folder, { recursive: true });
}
