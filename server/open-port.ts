import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Configuration } from './configuration.ts';
import { guardSockets, toServerOptions, type SocketLimits } from './socket-limits.ts';

/**
 * Listens on the configured port.
 * @param before sees each request first, and passes on to the router what it leaves
 * @returns the server, and the address it answers at
 * @throws when the port is taken
 */
export async function openPort(
  fetch: (request: Request) => Response | Promise<Response>,
  before: (router: RequestListener) => RequestListener,
  { host, port }: Configuration,
  limits: SocketLimits,
): Promise<{ server: Server; url: string }> {
  const route = getRequestListener(fetch, { hostname: host });
  const router: RequestListener = (request, response) => void route(request, response);
  const server = createServer(toServerOptions(limits), before(router));
  guardSockets(server, limits);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}` };
}

/** Open event streams never end by themselves, so they are cut. */
export async function closePort(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
