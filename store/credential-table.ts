import { z } from 'zod';
import type { Database } from './database.ts';
import { CREDENTIAL_TABLE } from './tables/credential.ts';

/** What one person signs in with, as it is stored. */
export interface StoredCredential {
  readonly person: string;
  /** Ascends with every change; the highest counts. */
  readonly version: number;
  /** Readable with the installation's secret only. */
  readonly sealed: string;
}

const storedRow = z.object({ person: z.string(), version: z.number(), sealed: z.string() });

/** The latest credential of every person, by person. */
export function listCredentials(database: Database): Promise<StoredCredential[]> {
  return database.query(
    'credentials',
    `SELECT person, version, sealed FROM ${CREDENTIAL_TABLE} FINAL ORDER BY person`,
    storedRow,
  );
}

/** Stores a credential, durable when it resolves; it counts from then on. */
export function storeCredential(database: Database, credential: StoredCredential): Promise<void> {
  return database.insertRows('credential-store', CREDENTIAL_TABLE, [credential]);
}
