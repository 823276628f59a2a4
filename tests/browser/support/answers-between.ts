import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How pages ask; those two belong to what every page stands in. */
const OF_FRAME = ['/api/stream', '/api/session'];
const FAULT = { title: 'The store is out of order', status: 500, type: 'about:blank' };

/** Stands between a page and the server: holds back answers, or spoils one of them. */
export interface AnswersBetween {
  /** Where a page finds the server behind it. */
  readonly url: string;
  /** Endpoints that were asked since the last {@link AnswersBetween.begin}. */
  readonly asked: ReadonlySet<string>;
  /** Lets everything pass, and forgets what was asked. */
  begin(): void;
  hold(): void;
  letGo(): void;
  /** @param endpoint path of the API; empty for none */
  spoil(endpoint: string): void;
  close(): Promise<void>;
}

/**
 * Starts it on a free port. A browser that is told to intercept its own requests would load every
 * script anew for each page.
 */
export async function startAnswersBetween(upstream: string): Promise<AnswersBetween> {
  const { hostname, port } = new URL(upstream);
  const asked = new Set<string>();
  let spoiled = '';
  let held = Promise.resolve();
  let letGo = (): void => undefined;

  const server = createServer((incoming, outgoing) => {
    const pass = (): void => {
      const { method, headers, url: path } = incoming;
      const behind = request({ hostname, port, method, headers, path }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      behind.on('error', () => outgoing.destroy());
      outgoing.on('close', () => behind.destroy());
      incoming.pipe(behind);
    };
    const { pathname } = new URL(incoming.url ?? '/', upstream);
    if (!pathname.startsWith('/api/') || OF_FRAME.includes(pathname)) return pass();
    asked.add(pathname);
    void held.then(() => {
      if (pathname !== spoiled) return pass();
      outgoing.writeHead(500, { 'content-type': 'application/problem+json' });
      outgoing.end(JSON.stringify(FAULT));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    begin() {
      letGo();
      asked.clear();
      spoiled = '';
    },
    hold: () => void (held = new Promise((resolve) => (letGo = resolve))),
    letGo: () => letGo(),
    spoil: (endpoint) => void (spoiled = endpoint),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
