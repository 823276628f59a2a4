import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer({ env: { BELLWETHER_KEY_EVENTS_PER_SECOND: '50' } });

interface Limits {
  events_per_second: number | null;
  max_body_bytes: number | null;
}

let sent = 0;
/** Probes with ids of their own. */
const probes = (count: number, workload = 'w') =>
  Array.from({ length: count }, () => ({
    kind: 'probe',
    workload,
    ok: true,
    id: `${(sent += 1)}`,
  }));

async function makeKey(
  limits?: Partial<Limits>,
): Promise<{ id: string; headers: Record<string, string> }> {
  const made = await server().ask('/api/keys', {
    name: 'sender',
    scopes: ['ingest'],
    ...(limits ? { limits } : {}),
  });
  expect(made.status).toBe(201);
  const { id, key } = made.body as { id: string; key: string };
  return { id, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } };
}

const send = (headers: HeadersInit, events: unknown): Promise<Response> =>
  server().request('/v1/events', { method: 'POST', headers, body: JSON.stringify(events) });

async function probesHeld(workload: string): Promise<number> {
  await server().request('/api/ingest/flush', { method: 'POST' });
  const { body } = await server().ask(`/api/workloads/${workload}/signals`);
  return (body as { totals: Record<string, number> }).totals['probes'] ?? 0;
}

test('a noisy key is told when to come back, a quiet one beside it is untouched, and every number is exact', async () => {
  const noisy = await makeKey({ events_per_second: 10 });
  const quiet = await makeKey({ events_per_second: 10 });
  const rounds = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const [loud, calm] = await Promise.all([
        send(noisy.headers, probes(30, 'noisy')),
        send(quiet.headers, probes(2, 'quiet')),
      ]);
      return { loud, calm };
    }),
  );
  const taken = rounds.filter(({ loud }) => loud.status === 202);
  const refused = rounds.filter(({ loud }) => loud.status === 429);
  expect([taken.length, refused.length]).toEqual([3, 9]);
  for (const { loud } of refused) {
    expect(Number(loud.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(loud.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    expect(await loud.json()).toMatchObject({ status: 429, title: 'Too many requests' });
  }
  expect(rounds.map(({ calm }) => calm.status)).toEqual(Array(12).fill(202));
  expect(await probesHeld('noisy')).toBe(90);
  expect(await probesHeld('quiet')).toBe(24);
});

test('what a refused request held is taken when it is sent again by somebody who may', async () => {
  const noisy = await makeKey({ events_per_second: 1 });
  const events = probes(6, 'again');
  expect((await send(noisy.headers, events)).status).toBe(202);
  const more = probes(6, 'again');
  expect((await send(noisy.headers, more)).status).toBe(429);
  const { status, body } = await server().ask('/v1/events', more);
  expect([status, body]).toEqual([202, { accepted: 6, duplicates: 0, rejected: [] }]);
});

test('a key over its allowance is refused before its body is read', async () => {
  const { headers } = await makeKey({ events_per_second: 1 });
  expect((await send(headers, probes(10))).status).toBe(202);
  const unread = new ReadableStream({
    pull() {
      throw new Error('somebody read the body');
    },
  });
  const init = { method: 'POST', headers, body: unread, duplex: 'half' } as RequestInit;
  expect((await server().request('/v1/events', init)).status).toBe(429);
  expect(server().faults).toEqual([]);
});

test('more events than a whole allowance are refused for good, with the limit', async () => {
  const { headers } = await makeKey({ events_per_second: 1 });
  const large = await send(headers, probes(11));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({
    detail: expect.stringContaining('at most 10 events'),
  });
  expect(large.headers.get('retry-after')).toBeNull();
  // A refused body of unstated length counts for half of an allowance.
  expect((await send(headers, probes(5))).status).toBe(202);
});

test('bodies that cost work and bring nothing use up a key’s allowance, one mistake does not', async () => {
  const { headers } = await makeKey({ events_per_second: 1000 });
  const bomb = gzipSync(Buffer.alloc(65 * 1_048_576));
  const post = async (body: Uint8Array<ArrayBuffer>): Promise<number> => {
    const init = { method: 'POST', headers: { ...headers, 'content-encoding': 'gzip' }, body };
    return (await server().request('/v1/events', init)).status;
  };
  expect(await post(bomb)).toBe(413);
  expect((await send(headers, probes(1))).status).toBe(202);
  expect(await post(bomb)).toBe(413);
  expect(await post(bomb)).toBe(429);
  expect((await send(headers, probes(1))).status).toBe(429);
});

test('a body over its key’s own limit is refused, said or not how long it is, and one at it is taken', async () => {
  const event = JSON.stringify({ kind: 'probe', workload: 'w', ok: true });
  const { headers } = await makeKey({ max_body_bytes: event.length });
  const post = (body: BodyInit) =>
    server().request('/v1/events', {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
  expect((await post(event)).status).toBe(202);
  const stream = (text: string) => new Blob([text]).stream();
  expect((await post(stream(event))).status).toBe(202);
  for (const body of [`${event} `, stream(`${event} `)]) {
    const large = await post(body);
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({
      detail: expect.stringContaining(`at most ${event.length} bytes`),
    });
  }
});

test('a key without limits of its own takes the server’s, 0 is none, and the environment’s key has none', async () => {
  const plain = await makeKey();
  expect((await send(plain.headers, probes(500))).status).toBe(202);
  expect((await send(plain.headers, probes(1))).status).toBe(429);
  const free = await makeKey({ events_per_second: 0 });
  expect((await send(free.headers, probes(1000))).status).toBe(202);
  expect((await server().ask('/v1/events', probes(1000))).status).toBe(202);
});

test('a key’s limits are shown with it', async () => {
  const { id } = await makeKey({ events_per_second: 7 });
  const { body } = await server().ask('/api/keys');
  const { items } = body as { items: { id: string; limits: Limits | null }[] };
  expect(items.find((item) => item.id === id)?.limits).toEqual({
    events_per_second: 7,
    max_body_bytes: null,
  });
  const wrong = { name: 'n', scopes: ['ingest'], limits: { events_per_second: -1 } };
  expect((await server().ask('/api/keys', wrong)).status).toBe(400);
});
