import { afterEach, expect, test } from 'vitest';
import { useOwnServer } from '../support/own-server.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';

const MIB = 1_048_576;
const server = useOwnServer({
  socketLimits: { headersTimeoutMs: 1000, requestTimeoutMs: 2500, checkEveryMs: 100 },
});

const sockets: RawSocket[] = [];
const open = async (): Promise<RawSocket> => {
  const socket = await openSocket(server().url);
  sockets.push(socket);
  return socket;
};
afterEach(() => sockets.splice(0).forEach(({ socket }) => socket.destroy()));

const head = (more: string, key = server().adminKey): string =>
  `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n${more}\r\n\r\n`;
const EVENT = '{"kind":"probe","workload":"w","ok":true}';
const isHealthy = async (): Promise<boolean> => {
  const answer = await fetch(new URL('/v1/events', server().url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server().adminKey}`,
      'content-type': 'application/json',
    },
    body: EVENT,
  });
  return answer.status === 202;
};
const counts = async (): Promise<{ accepted: number; rejected: number }> => {
  const { body } = await server().ask('/api/ingest/status');
  const { accepted, rejected } = body as { accepted: number; rejected: number };
  return { accepted, rejected };
};
const expectProblem = (answer: string, status: number): void => {
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ status });
};

test('a connection that says nothing, or never ends its headers, is told so and closed', async () => {
  const silent = await open();
  const endless = await open();
  endless.write('POST /v1/events HTTP/1.1\r\nHost: x\r\n');
  const drip = setInterval(() => endless.write('X-More: 1\r\n'), 50);
  expectProblem(await silent.closed, 408);
  expectProblem(await endless.closed, 408);
  clearInterval(drip);
});

test('a body that does not come is told so and closed, and nothing of it is taken', async () => {
  const before = await counts();
  const stuck = await open();
  stuck.write(head(`Content-Length: ${EVENT.length}`) + EVENT.slice(0, -1));
  const dripping = await open();
  dripping.write(head('Transfer-Encoding: chunked'));
  const drip = setInterval(() => dripping.write('1\r\n \r\n'), 50);
  expectProblem(await stuck.closed, 408);
  expectProblem(await dripping.closed, 408);
  clearInterval(drip);
  expect(await counts()).toEqual(before);
});

test('hundreds of slow senders at once do not stop a healthy one', async () => {
  const slow = await Promise.all(Array.from({ length: 300 }, open));
  slow.forEach((socket, i) =>
    socket.write(i % 2 ? 'POST /v1/events HTTP/1.1\r\nHo' : head('Content-Length: 10')),
  );
  expect(await isHealthy()).toBe(true);
  const answers = await Promise.all(slow.map(({ closed }) => closed));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(await isHealthy()).toBe(true);
});

test('a body without an end is refused with the limit once it is over it, and the connection closed', async () => {
  const socket = await open();
  socket.write(head('Transfer-Encoding: chunked'));
  const chunk = Buffer.concat([
    Buffer.from(`${MIB.toString(16)}\r\n`),
    Buffer.alloc(MIB, ' '),
    Buffer.from('\r\n'),
  ]);
  let sent = 0;
  while (socket.heard() === '' && sent < 64) {
    await new Promise<void>((resolve) => socket.socket.write(chunk, () => resolve()));
    sent += 1;
    await new Promise(setImmediate);
  }
  expect(sent).toBeLessThan(64);
  const answer = await socket.closed;
  expectProblem(answer, 413);
  expect(answer).toContain(String(10 * MIB));
});

test('a body said to be larger than the limit is refused before it is sent', async () => {
  const socket = await open();
  socket.write(head(`Content-Length: ${10 * MIB + 1}`));
  expectProblem(await socket.closed, 413);
});

test.each([
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 41'],
  ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ['a length that is no number', 'Content-Length: 5x'],
  ['a negative length', 'Content-Length: -1'],
  ['a line folded into the one before', 'X-One: 1\r\n continued: yes\r\nContent-Length : 5'],
  ['a bare line feed in a header', 'X-One: 1\nContent-Length: 5'],
  ['a NUL in a header', 'X-One: a\0b'],
  ['an unknown transfer encoding', 'Transfer-Encoding: rot13, chunked, gzip'],
])(
  'a request with %s is refused, and what follows on the connection is not read',
  async (_, header) => {
    const before = await counts();
    const socket = await open();
    socket.write(head(header) + EVENT + head(`Content-Length: ${EVENT.length}`) + EVENT);
    expectProblem(await socket.closed, 400);
    expect(await counts()).toEqual(before);
  },
);

test.each([
  ['headers larger than the server takes', () => head(`X-Long: ${'x'.repeat(20_000)}`), 431],
  [
    'an address longer than the headers may be',
    () => `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
  ],
  ['no host', () => 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['another protocol', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  [
    'a chunk size that is no number',
    () => `${head('Transfer-Encoding: chunked')}zz\r\n${EVENT}\r\n0\r\n\r\n`,
    400,
  ],
])('a request with %s is refused', async (_, text, status) => {
  const socket = await open();
  socket.write(text());
  expect(await socket.closed).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test('a sender that hangs up in the middle leaves nothing behind, neither an event nor a fault', async () => {
  const before = await counts();
  for (let i = 0; i < 20; i += 1) {
    const socket = await open();
    socket.write(head(`Content-Length: ${EVENT.length}`) + EVENT.slice(0, 20));
    if (i % 2) socket.socket.resetAndDestroy();
    else socket.socket.destroy();
  }
  expect(await isHealthy()).toBe(true);
  expect(await counts()).toEqual({ ...before, accepted: before.accepted + 1 });
  expect(server().faults).toEqual([]);
});
