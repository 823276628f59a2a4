import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createApiKeys } from '../../server/access/api-keys.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();

test('a key from before there were limits still opens the door, and takes the server’s', async () => {
  const ledger = await openLedger(database(), Buffer.alloc(32, 1), () => 0);
  const secret = 's'.repeat(43);
  const document = {
    id: 'abcdefghijkl',
    name: 'old',
    scopes: ['ingest'],
    workloads: null,
    hash: createHash('sha256').update(secret).digest('hex'),
    created_at: '2026-01-01T00:00:00Z',
  };
  const change = { kind: 'key', id: document.id, document, actor: 'system', reason: '' } as const;
  await ledger.append([change]);
  const keys = createApiKeys(ledger, null, () => 0);
  expect(keys.authenticate(`bw_${document.id}_${secret}`)).toMatchObject({
    name: 'old',
    limits: { events_per_second: null, max_body_bytes: null },
  });
  expect(keys.list()).toMatchObject([{ document: { limits: null } }]);
});
