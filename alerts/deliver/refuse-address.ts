import {
  isInRange,
  knownRange,
  parseAddress,
  parseRange,
  type AddressBytes,
  type AddressRange,
} from './ip-address.ts';

/** Ranges of one's own machine and network: reached only where somebody listed them. */
const OWN = [
  '127.0.0.0/8',
  '::1/128',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
].map(knownRange);

/** Metadata services that lie outside link-local ranges: of AWS over IPv6, Azure and Alibaba. */
const METADATA = ['fd00:ec2::254', '168.63.129.16', '100.100.100.200'].map(knownRange);

/** What nobody may list; from the special-purpose registries, https://www.iana.org/assignments/iana-ipv4-special-registry. */
const NEVER: readonly { readonly what: string; readonly ranges: readonly AddressRange[] }[] = [
  { what: 'link-local, where metadata services are', ranges: ['169.254.0.0/16', 'fe80::/10'] },
  { what: 'unspecified', ranges: ['0.0.0.0/8', '::/128'] },
  { what: 'shared by carriers', ranges: ['100.64.0.0/10'] },
  { what: 'multicast or broadcast', ranges: ['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8'] },
  {
    what: 'reserved',
    ranges: [
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '100::/64',
      '2001:db8::/32',
      'fec0::/10',
    ],
  },
  { what: 'a tunnel', ranges: ['2001::/32', '64:ff9b:1::/48'] },
].map(({ what, ranges }) => ({ what, ranges: ranges.map(knownRange) }));

/** IPv6 ranges that stand for an IPv4 address, and where in it that begins. */
const STANDING_FOR = [
  { range: knownRange('::ffff:0:0/96'), at: 12 },
  { range: knownRange('::ffff:0:0:0/96'), at: 12 },
  { range: knownRange('64:ff9b::/96'), at: 12 },
  { range: knownRange('::/96'), at: 12 },
  { range: knownRange('2002::/16'), at: 2 },
];

/** What `BELLWETHER_RECEIVER_ALLOW` lists. */
export type AllowEntry =
  | { readonly kind: 'host'; readonly host: string; readonly port: number | null }
  | { readonly kind: 'range'; readonly range: AddressRange; readonly port: number | null };

/** A host and port that a receiver's address names. */
export interface Target {
  /** As in the URL, without brackets. */
  readonly host: string;
  readonly port: number;
}

function standsFor(address: AddressBytes): AddressBytes {
  if (OWN.some((range) => isInRange(address, range)) || isNever(address)) return address;
  const found = STANDING_FOR.find(({ range }) => isInRange(address, range));
  return found ? address.slice(found.at, found.at + 4) : address;
}

function isNever(address: AddressBytes): string | null {
  if (METADATA.some((range) => isInRange(address, range))) return 'a metadata service';
  const never = NEVER.find(({ ranges }) => ranges.some((range) => isInRange(address, range)));
  return never?.what ?? null;
}

function isAllowed(entry: AllowEntry, address: AddressBytes, { host, port }: Target): boolean {
  if (entry.port !== null && entry.port !== port) return false;
  if (entry.kind === 'host') return entry.host === host.toLowerCase();
  return isInRange(address, entry.range);
}

/**
 * Why a receiver may not be reached at an address: link-local, metadata and other special addresses
 * never, loopback and private ones only where the list has them.
 * @param address that the host of the target was resolved to
 * @returns words without the address's host, or null where it may be reached
 * @example refuseAddress('169.254.169.254', { host: 'x', port: 80 }, []) // 'its address is link-local, …'
 */
export function refuseAddress(
  address: string,
  target: Target,
  allowed: readonly AllowEntry[],
): string | null {
  const bytes = parseAddress(address);
  if (bytes === null) return 'its address cannot be read';
  const real = standsFor(bytes);
  const never = isNever(real);
  if (never !== null) return `its address is ${never}: it is never reached`;
  if (!OWN.some((range) => isInRange(real, range))) return null;
  if (allowed.some((entry) => isAllowed(entry, real, target))) return null;
  return 'its address is local or private: BELLWETHER_RECEIVER_ALLOW has to list it';
}

function parseEntry(text: string): AllowEntry {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s[\]]+?))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  // An IPv6 address without brackets ends like a port.
  const whole = parseRange(text);
  const host = bracketed ?? plain ?? '';
  const range = whole ?? parseRange(host);
  const number = whole !== null || port === undefined ? null : Number(port);
  if (number !== null && (number < 1 || number > 65_535)) throw new RangeError(`no port: ${text}`);
  if (range === null) {
    if (!/^[a-z0-9_]([a-z0-9_.-]{0,252})$/i.test(host) || /^[\d.]+$/.test(host)) {
      throw new RangeError(`neither a host nor a range of addresses: ${text}`);
    }
    return { kind: 'host', host: host.toLowerCase(), port: number };
  }
  const isOwn = OWN.some((own) => own.bits <= range.bits && isInRange(range.bytes, own));
  if (!isOwn || isNever(range.bytes) !== null) {
    throw new RangeError(`only loopback and private ranges can be listed, not ${text}`);
  }
  return { kind: 'range', range, port: number };
}

/**
 * Reads `BELLWETHER_RECEIVER_ALLOW`: hosts, host:port and ranges, with commas between them.
 * @throws RangeError naming the entry that cannot be listed
 * @example parseAllowList('alertmanager:9093, 10.1.0.0/16') // two entries
 */
export function parseAllowList(text: string): AllowEntry[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '').map(parseEntry);
}
