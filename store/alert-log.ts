import { z } from 'zod';
import type { Database } from './database.ts';
import { ALERT_LOG_TABLE } from './tables/alert-log.ts';

/** The latest document of a kind and id; a null document takes it away. */
export interface StoredEntry<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly document: unknown;
}

/** Documents by kind and id of which the latest counts; acts are stored whole or not at all. */
export interface DocumentLog<Kind extends string> {
  /**
   * Appends the entries of one act, durable when it resolves. After a failure nobody knows whether they
   * were stored; to append them again is safe.
   */
  append(entries: readonly StoredEntry<Kind>[]): Promise<void>;
  /** The latest documents of a kind, by id; those taken away are left out. */
  load(kind: Kind): Promise<ReadonlyMap<string, unknown>>;
}

const highest = z.object({ sequence: z.number() });
const storedRow = z.object({ id: z.string(), document: z.string() });

/**
 * Opens the alert log and becomes its one writer.
 * @param now epoch milliseconds
 */
export async function openAlertLog<Kind extends string>(
  database: Database,
  now: () => number,
): Promise<DocumentLog<Kind>> {
  const [last] = await database.query(
    'alert-log-end',
    `SELECT max(sequence) AS sequence FROM ${ALERT_LOG_TABLE}`,
    highest,
  );
  let sequence = last?.sequence ?? 0;
  return {
    async append(entries) {
      if (entries.length === 0) return;
      const at = now();
      const rows = entries.map(({ kind, id, document }) => ({
        kind,
        id,
        sequence: ++sequence,
        at,
        document: document === null ? '' : JSON.stringify(document),
      }));
      await database.insertRows('alert-log-append', ALERT_LOG_TABLE, rows);
    },
    async load(kind) {
      const rows = await database.query(
        'alert-log-load',
        `SELECT id, document FROM ${ALERT_LOG_TABLE} FINAL
         WHERE kind = {kind: String} AND document != '' ORDER BY id`,
        storedRow,
        { kind },
      );
      return new Map(rows.map(({ id, document }) => [id, JSON.parse(document) as unknown]));
    },
  };
}
