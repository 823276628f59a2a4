import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A made-up pager that takes every alert and forgets it. */
export interface Pager {
  readonly url: string;
  close(): void;
}

/** Opens a pager on this machine, so that sample alerts reach somebody and nobody is woken. */
export async function openPager(): Promise<Pager> {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/service-desk`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
