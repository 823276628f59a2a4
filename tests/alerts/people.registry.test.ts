import { beforeEach, expect, test } from 'vitest';
import { createPeopleRegistry } from '../../alerts/people/people-registry.ts';
import { createReceiverRegistry } from '../../alerts/people/receiver-registry.ts';
import { openSecret, sealSecret } from '../../alerts/people/seal-secret.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';
import { minute, NOON_MS } from './people-world.ts';

const database = useDatabase();
const KEY = Buffer.alloc(32, 7);
const HOOK = { type: 'webhook', url: 'https://example.org/x', secret: '0123456789abcdef' };
const SILENCE = {
  matchers: [{ label: 'workload', value: 'support' }],
  ends_at: new Date(minute(60)).toISOString(),
  reason: 'deploy',
};

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger(database(), Buffer.alloc(32), () => NOON_MS);
});

function registries(key = KEY) {
  let nonce = 0;
  const receivers = createReceiverRegistry(ledger, {
    seal: (text) => sealSecret(text, key, Buffer.alloc(12, (nonce += 1))),
    open: (sealed) => openSecret(sealed, key),
  });
  return { receivers, people: createPeopleRegistry(ledger, receivers) };
}

test('a receiver is kept with its secret sealed, shown without it and found with it', async () => {
  const { receivers } = registries();
  const { document, version } = await receivers.put('hook', HOOK, 'key:a');
  expect([document, version]).toEqual([
    { id: 'hook', type: 'webhook', url: HOOK.url, max_per_minute: 600 },
    1,
  ]);
  expect(JSON.stringify(ledger.history('receiver', 'hook'))).not.toContain(HOOK.secret);
  expect(JSON.stringify(receivers.list())).not.toContain('sealed');
  expect(receivers.find('hook')).toMatchObject({ secret: HOOK.secret });
  await receivers.put('hook', { ...document, url: 'https://example.org/y' }, 'key:a', 1);
  expect(receivers.find('hook')).toMatchObject({
    secret: HOOK.secret,
    url: 'https://example.org/y',
  });
  await expect(receivers.put('hook', HOOK, 'key:a', 1)).rejects.toThrow();
});

test('a secret that cannot be opened any more is said so, and can be written again', async () => {
  await registries().receivers.put('lost', HOOK, 'key:a');
  const { receivers } = registries(Buffer.alloc(32, 8));
  expect(receivers.get('lost')).not.toBeNull();
  expect(() => receivers.find('lost')).toThrow('write it again');
  await receivers.put('lost', HOOK, 'key:a');
  expect(receivers.find('lost')).toMatchObject({ secret: HOOK.secret });
});

test('routes name known receivers, and before any is written nobody is told', async () => {
  const { receivers, people } = registries();
  expect(people.routes()).toEqual({
    document: { id: 'routes', routes: [], inhibit: [] },
    version: 0,
  });
  await expect(people.putRoutes({ routes: [{ receiver: 'nobody' }] }, 'key:a')).rejects.toThrow();
  await receivers.put('hook', HOOK, 'key:a');
  const before = people.people(NOON_MS);
  expect(people.people(NOON_MS)).toBe(before);
  await people.putRoutes({ routes: [{ receiver: 'hook' }] }, 'key:a', 0);
  expect(people.people(NOON_MS).routes.map(({ receiver }) => receiver)).toEqual(['hook']);
});

test('a silence is by whoever is signed in, and gone when it is lifted', async () => {
  const { people } = registries();
  await people.addSilence('s1', SILENCE, { actor: 'person:ada', nowMs: NOON_MS });
  expect(people.silences()[0]?.document.author).toBe('person:ada');
  expect(people.people(NOON_MS).silences.map(({ id }) => id)).toEqual(['s1']);
  await people.liftSilence('s1', 'person:eve');
  expect(people.people(NOON_MS).silences).toEqual([]);
  await expect(people.liftSilence('s1', 'person:eve')).rejects.toThrow('no silence');
});

test.each([
  [HOOK, 600],
  [{ type: 'slack', url: 'https://hooks.example.org/a' }, 60],
  [{ ...HOOK, max_per_minute: 5 }, 5],
])('how many a minute a receiver takes: %j', async (document, expected) => {
  const { receivers } = registries();
  await receivers.put('one', document, 'key:a');
  expect(receivers.limitOf('one')).toBe(expected);
});
