import { z } from 'zod';
import type { Database } from './database.ts';
import { localName } from './cluster/cluster-statement.ts';
import { rawKeepers } from './tables/row-keepers.ts';

const tableRow = z.object({ name: z.string(), engine_full: z.string() });

/** Days that a table's definition, as the engine words it, keeps rows; null where it says none. */
function daysKept(definition: string): number | null {
  const [, days] = /\bTTL\b[^,]*?\btoIntervalDay\((\d+)\)/.exec(definition) ?? [];
  return days === undefined ? null : Number(days);
}

/**
 * Gives the raw tables the configured retention where they have another. The engine then works out
 * anew, in the background, which rows are too old; roll-ups keep what they summed.
 * @param rawRetentionDays days from receipt
 * @returns tables that were changed
 */
export async function keepRetention(
  database: Database,
  rawRetentionDays: number,
): Promise<string[]> {
  const raw = rawKeepers(rawRetentionDays);
  const found = await database.query(
    'retention-look',
    `SELECT name, engine_full FROM system.tables
     WHERE database = currentDatabase() AND name IN {names: Array(String)}`,
    tableRow,
    { names: raw.flatMap(({ table }) => [table, localName(table)]) },
  );
  const definitions = new Map(found.map(({ name, engine_full }) => [name, engine_full]));
  // On a cluster the shard's own table says it.
  const definitionOf = (table: string): string =>
    definitions.get(localName(table)) ?? definitions.get(table) ?? '';
  const outdated = raw.filter(({ table }) => daysKept(definitionOf(table)) !== rawRetentionDays);
  for (const { table, ttl } of outdated) {
    await database.command('retention', `ALTER TABLE ${table} MODIFY TTL ${ttl}`);
  }
  return outdated.map(({ table }) => table);
}
