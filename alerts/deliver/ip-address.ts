/** Bytes of an address: four, or sixteen. */
export type AddressBytes = readonly number[];

function parseFour(text: string): AddressBytes | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** Bytes of colon-separated groups; the last may be four bytes in dots. */
function parseGroups(text: string): AddressBytes | null {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    const four = index === groups.length - 1 && group.includes('.') ? parseFour(group) : null;
    if (four) bytes.push(...four);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const number = Number.parseInt(group, 16);
      bytes.push(number >> 8, number & 0xff);
    } else return null;
  }
  return bytes;
}

function parseSixteen(text: string): AddressBytes | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(parseGroups);
  if (!head || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const missing = 16 - head.length - tail.length;
  return missing < 2 ? null : [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/**
 * Bytes of an IP address in its usual form. Octal, hexadecimal and shortened forms of IPv4 are refused:
 * `URL` has made plain ones of them before. So are zones (`fe80::1%eth0`).
 * @returns null where the text is no address
 * @example parseAddress('127.0.0.1') // [127, 0, 0, 1]
 */
export function parseAddress(text: string): AddressBytes | null {
  return text.includes(':') ? parseSixteen(text) : parseFour(text);
}

/** The addresses that begin with certain bits. */
export interface AddressRange {
  readonly bytes: AddressBytes;
  readonly bits: number;
}

/**
 * Reads `10.0.0.0/8` or a single address.
 * @returns null where the text is neither
 */
export function parseRange(text: string): AddressRange | null {
  const [base = '', bits, ...rest] = text.split('/');
  const bytes = parseAddress(base);
  if (bytes === null || rest.length > 0) return null;
  const most = bytes.length * 8;
  if (bits === undefined) return { bytes, bits: most };
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? { bytes, bits: Number(bits) } : null;
}

/** Whether an address lies in a range; those of the other family never do. */
export function isInRange(address: AddressBytes, range: AddressRange): boolean {
  if (address.length !== range.bytes.length) return false;
  return address.every((byte, index) => {
    const bits = Math.max(0, Math.min(8, range.bits - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((range.bytes[index] ?? 0) & mask);
  });
}

/** A range of a list that is written here, so that it can be read. */
export function knownRange(text: string): AddressRange {
  const range = parseRange(text);
  if (range === null) throw new RangeError(`not a range of addresses: ${text}`);
  return range;
}
