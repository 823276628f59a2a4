import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOCKET_LIMITS, guardSockets, toServerOptions } from '../../server/socket-limits.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';

const limits = {
  ...SOCKET_LIMITS,
  connections: 2,
  headersTimeoutMs: 300,
  requestTimeoutMs: 300,
  checkEveryMs: 50,
};
/** Begins its answer before the request has ended. */
const server = createServer(toServerOptions(limits), (_, response) => response.write('begun'));
guardSockets(server, limits);
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends a request on a new connection, as often as it takes to find a free place. */
async function ask(request: string): Promise<RawSocket> {
  for (;;) {
    const socket = await openSocket(url);
    socket.write(request);
    const heard = new Promise((resolve) => socket.socket.once('data', resolve));
    await Promise.race([heard, socket.closed]);
    if (socket.heard() !== '') return socket;
  }
}

test('more connections than there may be are hung up on, until another one leaves', async () => {
  const held = await Promise.all([1, 2].map(() => ask('GET / HTTP/1.1\r\nHost: x\r\n\r\n')));
  expect(await (await openSocket(url)).closed).toBe('');
  held[0]?.socket.destroy();
  const next = await ask('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(next.heard()).toMatch(/^HTTP\/1\.1 200 /);
  next.socket.destroy();
  held[1]?.socket.destroy();
});

test('a request that breaks off after its answer began gets no second answer into it', async () => {
  const socket = await ask('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n');
  const answer = await socket.closed;
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('begun');
  expect(answer).not.toContain('408');
});
