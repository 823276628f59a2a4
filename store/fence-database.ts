import type { Database } from './database.ts';

/**
 * The same database for a process that may lose its place: rows are put in only while it holds it, and
 * what was put in counts only where it still did so afterwards.
 * @param mayWrite rejects, with `unavailable`, where another process has taken over
 */
export function fenceDatabase(database: Database, mayWrite: () => Promise<void>): Database {
  return {
    ...database,
    async command(...statement) {
      await mayWrite();
      await database.command(...statement);
    },
    async insertRows(...rows) {
      await mayWrite();
      await database.insertRows(...rows);
      await mayWrite();
    },
  };
}
