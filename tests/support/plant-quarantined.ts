import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../ingest/ingest.ts';
import { quarantine } from '../../ingest/quarantine.ts';
import { createRowBatches } from '../../ingest/row-batch.ts';
import { createSeenIds } from '../../ingest/seen-ids.ts';
import { diskFiles } from '../../ingest/spool-files.ts';
import { openSpool } from '../../ingest/spool.ts';

/**
 * Puts an event into the quarantine of a stopped server, as an earlier version with a stricter
 * contract would have; the server finds it in its spool at its next start.
 * @param folder of the server, the one that holds `data`
 */
export async function plantQuarantined(
  folder: string,
  row: { readonly id: string; readonly receivedAtMs: number; readonly event: unknown },
): Promise<void> {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const spool = await openSpool({
    files: diskFiles,
    folder: join(folder, 'data', 'spool'),
    limits: DEFAULT_LIMITS,
    number: 1,
    now: () => row.receivedAtMs,
    log: silent,
    seen: createSeenIds(DEFAULT_LIMITS.dedupeWindowMs, Buffer.alloc(16)),
    onSealed: () => {},
  });
  const batch = createRowBatches().create();
  quarantine(
    batch.rowsOf('quarantine'),
    {
      value: row.event,
      rawText: JSON.stringify(row.event),
      errors: [{ path: '', message: 'refused by an earlier version' }],
    },
    { id: row.id, receivedAtMs: row.receivedAtMs, keyId: 'key:earlier' },
    (user) => user,
  );
  await spool.append(batch, () => {});
  await spool.close();
}
