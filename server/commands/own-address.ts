import { BellwetherError } from '../../core/errors.ts';
import type { Configuration } from '../configuration.ts';

/** The address a server of this configuration can be reached at from here; null for a free port. */
export function ownAddress({ host, port }: Configuration): string | null {
  if (port === 0) return null;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** @throws BellwetherError `unauthenticated` where a command has no key */
export function requireKey(key: string | null): string {
  if (key !== null) return key;
  throw new BellwetherError('unauthenticated', 'set BELLWETHER_ADMIN_KEY, or give --key');
}

/** @throws BellwetherError `invalid` where a text is no address of a server */
export function requireAddress(url: string | null): string {
  if (url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new BellwetherError('invalid', '--url takes an address such as http://127.0.0.1:8787');
}
