import type { Logger } from 'pino';
import type { FindPrice } from '../../ingest/price-overrides.ts';
import type { Redactor } from '../../ingest/redactor.ts';
import type { Database } from '../../store/database.ts';
import { followLedger } from '../../store/ledger/follow-ledger.ts';
import { createApiKeys, type ApiKeys } from '../access/api-keys.ts';
import { repeat } from '../repeat.ts';
import { createPriceRegistry } from '../settings/prices.ts';
import { createRedactionSettings } from '../settings/redaction.ts';

/** What a process that takes telemetry in knows of what people decided. */
export interface FollowedRecord {
  readonly keys: Pick<ApiKeys, 'authenticate'>;
  readonly priceOverrides: () => FindPrice | null;
  readonly redactor: () => Redactor | null;
  /**
   * Reads what is decided for as long as it runs.
   * @returns how to stop; resolves when a look under way has ended
   */
  keep(log: Pick<Logger, 'warn'>): () => Promise<void>;
}

/** A key that is revoked is refused within a moment of this. */
const LOOK_MS = 500;

/** @param adminKey of the environment; null for none */
export async function followRecord(parts: {
  readonly database: Database;
  readonly adminKey: string | null;
  readonly hashUser: (user: string) => string;
  readonly now: () => number;
}): Promise<FollowedRecord> {
  const { database, adminKey, hashUser, now } = parts;
  const { ledger, follow } = await followLedger(database);
  const read = () => ({
    prices: createPriceRegistry(ledger),
    redaction: createRedactionSettings(ledger, hashUser),
  });
  let settings = read();
  return {
    keys: createApiKeys(ledger, adminKey, now),
    priceOverrides: () => settings.prices.current(),
    redactor: () => settings.redaction.current(),
    keep: (log) =>
      repeat(
        async () => {
          if ((await follow()) > 0) settings = read();
        },
        {
          everyMs: LOOK_MS,
          onError: (error) => log.warn({ err: error }, 'the record could not be followed'),
        },
      ),
  };
}
