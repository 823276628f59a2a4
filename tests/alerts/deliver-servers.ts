import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { createGuardedPost } from '../../alerts/deliver/guarded-post.ts';
import { createSender, type Sender, type SenderEdges } from '../../alerts/deliver/create-sender.ts';
import { parseAllowList } from '../../alerts/deliver/refuse-address.ts';

/** A request that a local server got. */
export interface Got {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A local receiver: what it got, and what it answers next; null hangs. */
export interface LocalReceiver {
  readonly url: string;
  readonly got: Got[];
  answer: number | null;
}

const servers: Server[] = [];
// Registered here, because hooks that a test registers while it runs are never called.
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a receiver of this test file's own, gone after its last test. */
export async function startReceiver(): Promise<LocalReceiver> {
  const got: Got[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      if (receiver.answer !== null) response.writeHead(receiver.answer).end('noted');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const receiver: LocalReceiver = { url: `http://127.0.0.1:${port}`, got, answer: 200 };
  return receiver;
}

/** A sender over the real network that reaches this machine only. */
export function localSender(changes: Partial<SenderEdges> = {}): Sender {
  return createSender({
    post: createGuardedPost({
      httpRequest,
      httpsRequest,
      lookup: () => Promise.resolve(['127.0.0.1']),
      allowed: parseAllowList('127.0.0.1'),
    }),
    sendMail: () => Promise.reject(new Error('no mail here')),
    now: () => Date.now(),
    linkOf: ({ id }) => `https://bellwether.example/alerts/${id}`,
    ...changes,
  });
}
