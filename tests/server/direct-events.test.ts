import { request } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();

interface Case {
  readonly title: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly status: number;
}

const probe = (id: string, workload = 'w') => ({ kind: 'probe', workload, ok: true, id });
const packed = new Uint8Array(gzipSync(JSON.stringify(probe('g'))));

const CASES: readonly Case[] = [
  { title: 'an event', body: JSON.stringify(probe('a')), status: 202 },
  {
    title: 'a mixed array',
    body: JSON.stringify([probe('b'), { kind: 'probe', workload: 'w' }, probe('b')]),
    status: 202,
  },
  {
    title: 'lines, one of them broken',
    body: `${JSON.stringify(probe('c'))}\n{"kind"\n`,
    headers: { 'content-type': 'application/x-ndjson' },
    status: 202,
  },
  { title: 'a packed event', body: packed, headers: { 'content-encoding': 'gzip' }, status: 202 },
  { title: 'no event', body: '', status: 400 },
  { title: 'no JSON', body: 'hello', status: 400 },
  {
    title: 'something packed that is not',
    body: '{}',
    headers: { 'content-encoding': 'gzip' },
    status: 400,
  },
  { title: 'a text', body: '{}', headers: { 'content-type': 'text/html' }, status: 415 },
  {
    title: 'an unknown packing',
    body: '{}',
    headers: { 'content-encoding': 'br' },
    status: 415,
  },
  {
    title: 'another workload than the key’s',
    body: JSON.stringify(probe('x', 'not-mine')),
    status: 403,
  },
  { title: 'more than the key may send', body: `[${' '.repeat(5_000)}]`, status: 413 },
  {
    title: 'an unknown key',
    body: '{}',
    headers: { authorization: 'Bearer bw_nobody' },
    status: 401,
  },
];

const stream = (body: string | Uint8Array<ArrayBuffer>): ReadableStream =>
  new Blob([body]).stream();

async function told(response: Response): Promise<unknown> {
  const { status, headers } = response;
  return {
    status,
    type: headers.get('content-type'),
    cache: headers.get('cache-control'),
    sniff: headers.get('x-content-type-options'),
    challenge: headers.get('www-authenticate'),
    body: await response.json(),
  };
}

/** A new key each time: neither refusals nor ids of one way may weigh on the other. */
async function headersOf(workload: string): Promise<Record<string, string>> {
  const made = await server().ask('/api/keys', {
    name: 'sender',
    scopes: ['ingest'],
    workloads: [workload],
    limits: { max_body_bytes: 4_000 },
  });
  const { key } = made.body as { key: string };
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}

test.each(CASES)(
  '$title is answered the same with a stated length as without',
  async ({ body, headers, status }) => {
    const post = async (init: RequestInit): Promise<unknown> =>
      told(
        await fetch(`${server().url}/v1/events`, {
          ...init,
          method: 'POST',
          headers: { ...(await headersOf('w')), ...headers },
        }),
      );
    const direct = await post({ body });
    expect(direct).toMatchObject({ status });
    // A repeat is a duplicate whichever way it comes, so the second answers as a third would.
    const again = await post({ body });
    const routed = await post({ body: stream(body), duplex: 'half' } as RequestInit);
    expect(routed).toEqual(again);
  },
);

/** More stated bytes together than there is room for bodies. */
const HANG_UPS = 60;
const STATED_BYTES = 10_000_000;

test('senders that hang up halfway hold no room', async () => {
  const { port } = new URL(server().url);
  for (let i = 0; i < HANG_UPS; i += 1) {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.once('error', reject);
      socket.once('close', () => resolve());
      const head = [
        'POST /v1/events HTTP/1.1',
        'host: localhost',
        `authorization: Bearer ${server().adminKey}`,
        'content-type: application/json',
        `content-length: ${STATED_BYTES}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n[{"kind":`, () => socket.destroySoon());
    });
  }
  const headers = {
    authorization: `Bearer ${server().adminKey}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify(probe('last')).padEnd(STATED_BYTES);
  await expect
    .poll(async () => {
      const response = await fetch(`${server().url}/v1/events`, { method: 'POST', headers, body });
      return response.status;
    })
    .toBe(202);
  expect(server().faults).toEqual([]);
});

/** Posts bodies whose first halves all come before the second half of any. */
async function postInHalves(bodies: readonly string[]): Promise<unknown[]> {
  const halves = bodies.map((body) => {
    const posted = request(`${server().url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server().adminKey}`,
        'content-type': 'application/x-ndjson',
        'content-length': body.length,
      },
    });
    const answer = new Promise<unknown>((resolve, reject) => {
      posted.once('error', reject);
      posted.once('response', (response) => resolve(json(response)));
    });
    const middle = Math.floor(body.length / 2);
    const first = new Promise((resolve) => posted.write(body.slice(0, middle), resolve));
    return { first, answer, finish: () => posted.end(body.slice(middle)) };
  });
  await Promise.all(halves.map(({ first }) => first));
  // What was written is on its way; the server reads it within a few turns.
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { finish } of halves) finish();
  return Promise.all(halves.map(({ answer }) => answer));
}

test('bodies that come in pieces at once are not mixed up', async () => {
  const bodies = Array.from({ length: 6 }, (_, sender) =>
    Array.from({ length: 3_000 }, (__, i) => JSON.stringify(probe(`s${sender}-${i}`))).join('\n'),
  );
  for (const expected of [
    { accepted: 3_000, duplicates: 0, rejected: [] },
    { accepted: 0, duplicates: 3_000, rejected: [] },
  ]) {
    expect(await postInHalves(bodies)).toEqual(bodies.map(() => expected));
  }
});
