import {
  isInRange,
  parseAddress,
  parseRange,
  type AddressBytes,
  type AddressRange,
} from '../../alerts/deliver/ip-address.ts';

/**
 * Reads `BELLWETHER_TRUSTED_PROXIES`: addresses and ranges, with commas between them.
 * @throws RangeError naming the entry that is neither
 * @example parseTrustedProxies('10.0.0.0/8, ::1') // two ranges
 */
export function parseTrustedProxies(text: string): AddressRange[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const range = parseRange(entry);
      if (range === null) throw new RangeError(`neither an address nor a range: ${entry}`);
      return range;
    });
}

/** Twelve bytes before an IPv4 address that a socket of both families tells. */
const MAPPED = '0,0,0,0,0,0,0,0,0,0,255,255';

/** An address of a socket or a header; IPv4 in IPv6's clothes as IPv4. */
function readAddress(text: string): AddressBytes | null {
  const bytes = parseAddress(text.trim());
  const isMapped = bytes?.length === 16 && bytes.slice(0, 12).join(',') === MAPPED;
  return isMapped ? bytes.slice(12) : bytes;
}

/**
 * Where a request comes from. `X-Forwarded-For` is believed as far as trusted proxies wrote it: from
 * its end on, up to the first address that is none of theirs. Whoever reaches the program without a
 * trusted proxy can write into it what they like, and changes nothing.
 * @param remote the other end of the connection
 * @param forwardedFor the header; undefined where there is none
 */
export function clientBehind(
  remote: string,
  forwardedFor: string | undefined,
  proxies: readonly AddressRange[],
): string {
  const isTrusted = (address: string): boolean => {
    const bytes = readAddress(address);
    return bytes !== null && proxies.some((range) => isInRange(bytes, range));
  };
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? [];
  let client = remote;
  while (isTrusted(client)) {
    const before = hops.pop();
    if (before === undefined || readAddress(before) === null) break;
    client = before;
  }
  return client;
}
