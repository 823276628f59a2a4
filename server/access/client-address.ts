import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { ClientAddress } from './sign-in.ts';

/** The other end of a request's connection: of a proxy's, the proxy. */
export function clientAddress(c: Context): ClientAddress {
  const env = c.env as { incoming?: unknown } | undefined;
  return env?.incoming === undefined ? null : (getConnInfo(c).remote.address ?? null);
}
