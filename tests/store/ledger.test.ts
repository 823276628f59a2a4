import { expect, test } from 'vitest';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const KEY = Buffer.alloc(32, 7);
const open = () => openLedger(database(), KEY, () => 1_700_000_000_000);
const change = (id: string, document: unknown, expectedVersion?: number) => ({
  kind: 'workload' as const,
  id,
  document,
  actor: 'person:tester',
  reason: 'because',
  ...(expectedVersion === undefined ? {} : { expectedVersion }),
});

test('what was appended is there after opening the ledger again, versions counted per document', async () => {
  const ledger = await open();
  await ledger.append([change('a', { title: 'first' }), change('b', { title: 'other' })]);
  await ledger.append([change('a', { title: 'second' })]);

  const again = await open();
  expect(again.get('workload', 'a')).toMatchObject({
    version: 2,
    action: 'update',
    document: { title: 'second' },
  });
  expect(again.history('workload', 'a').map(({ document }) => document)).toEqual([
    { title: 'first' },
    { title: 'second' },
  ]);
  expect(again.list('workload').map(({ id }) => id)).toEqual(['a', 'b']);
  expect(await again.verify()).toMatchObject({ records: 3, problem: null });
});

test('of two writers who saw the same version one wins and the other is told, and nothing of its act is kept', async () => {
  const ledger = await open();
  await ledger.append([change('c', { n: 1 })]);
  const results = await Promise.allSettled([
    ledger.append([change('c', { n: 2 }, 1)]),
    ledger.append([change('d', { n: 1 }), change('c', { n: 3 }, 1)]),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(results[1]).toMatchObject({ reason: { code: 'stale_version' } });
  expect(ledger.get('workload', 'c')?.document).toEqual({ n: 2 });
  expect(ledger.get('workload', 'd')).toBeUndefined();
});

test('a deleted document is gone, its history stays, and its id can be used again with a higher version', async () => {
  const ledger = await open();
  await ledger.append([change('e', { n: 1 })]);
  await ledger.append([{ ...change('e', { n: 1 }), deletes: true }]);
  expect(ledger.get('workload', 'e')).toBeUndefined();
  expect(ledger.history('workload', 'e')).toHaveLength(2);
  const [record] = await ledger.append([change('e', { n: 2 }, 0)]);
  expect(record).toMatchObject({ version: 3, action: 'create' });
});
