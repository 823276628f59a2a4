import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { AddressRange } from '../../alerts/deliver/ip-address.ts';
import type { ClientAddress } from './sign-in.ts';
import { clientBehind } from './trusted-proxies.ts';

/** Where a request comes from: the other end of its connection, or of that of a trusted proxy. */
export function clientAddress(c: Context, trusted: readonly AddressRange[]): ClientAddress {
  const env = c.env as { incoming?: unknown } | undefined;
  const remote = env?.incoming === undefined ? undefined : getConnInfo(c).remote.address;
  return remote === undefined
    ? null
    : clientBehind(remote, c.req.header('x-forwarded-for'), trusted);
}
