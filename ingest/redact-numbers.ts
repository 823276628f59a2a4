/** Where in a match something was found: start and end, as `slice` takes them. */
export type Found = readonly [start: number, end: number];

/**
 * The check digit of payment cards (ISO/IEC 7812-1, Luhn).
 * @param digits nothing but digits
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** First digits that card networks use; without them every tenth number would be a card. */
const ISSUER = /^(?:3[04-9]|4|5|6|2[2-7])/;

/** Fewest and most digits of a card, and the fewest in a part of it but the last. */
const CARD_DIGITS = [13, 19] as const;
const CARD_PART = 4;

/** A card among digits that may be written in parts: one that begins and ends with a part. */
export function findCard({ 0: text }: RegExpExecArray): Found | null {
  if (!/\d{4}/.test(text)) return null;
  const parts = [...text.matchAll(/\d+/g)];
  for (const [first, { index: start }] of parts.entries()) {
    let digits = '';
    for (const { 0: part, index } of parts.slice(first)) {
      digits += part;
      if (digits.length > CARD_DIGITS[1]) break;
      const isOne = digits.length >= CARD_DIGITS[0] && ISSUER.test(digits) && passesLuhn(digits);
      if (isOne) return [start, index + part.length];
      if (part.length < CARD_PART) break;
    }
  }
  return null;
}

/** How long account numbers are, by country (SWIFT IBAN registry). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 ' +
    'IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * The check of account numbers (ISO 13616, ISO 7064 MOD 97-10).
 * @param iban upper case, without spaces, at least 5 characters
 * @example passesMod97('GB82WEST12345698765432') // true
 */
export function passesMod97(iban: string): boolean {
  let rest = 0;
  for (let i = 0; i < iban.length; i += 1) {
    const code = iban.charCodeAt((i + 4) % iban.length);
    rest = code < 65 ? (rest * 10 + code - 48) % 97 : (rest * 100 + code - 55) % 97;
  }
  return rest === 1;
}

/** An account number at the start of a match, as long as its country has them. */
export function findIban({ 0: text }: RegExpExecArray): Found | null {
  const length = IBAN_LENGTHS.get(text.slice(0, 2).toUpperCase());
  if (length === undefined) return null;
  let end = 0;
  let iban = '';
  for (; end < text.length && iban.length < length; end += 1) {
    if (text.charAt(end) !== ' ') iban += text.charAt(end);
  }
  if (iban.length < length || /[A-Za-z0-9]/.test(text.charAt(end))) return null;
  return passesMod97(iban.toUpperCase()) ? [0, end] : null;
}

const isByte = (text: string): boolean => Number(text) <= 255;
const MAX_GROUPS = 8;

function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [head, tail ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  if (tail === undefined) return groups.length === MAX_GROUPS;
  // Two words with a double colon between them are a name in many languages, not an address.
  return groups.length < MAX_GROUPS && /\d/.test(text);
}

/** An address of version 4 or 6, also one of 6 that ends in one of 4. */
export function findIp({ 0: text }: RegExpExecArray): Found | null {
  const [, head = '', four] = /^(.*?)(\d{1,3}(?:\.\d{1,3}){3})?$/.exec(text) ?? [];
  if (four !== undefined && !four.split('.').every(isByte)) return null;
  const isOne = head === '' ? four !== undefined : isIpv6(four === undefined ? head : `${head}0:0`);
  return isOne ? [0, text.length] : null;
}

function countDigits(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count;
}

const LEAST_DIGITS = 9;
const MOST_DIGITS = 15;
const MAX_PARTS = 6;

/**
 * A phone number: international with a plus, else one that is written in parts and starts with a 0,
 * a bracket, or the three-three-four of North America. Bare digits are counts and times.
 */
export function findPhone({ 0: text }: RegExpExecArray): Found | null {
  const digits = countDigits(text);
  if (digits < LEAST_DIGITS || digits > MOST_DIGITS) return null;
  // More than a bracket and a space between two digits is a list of numbers.
  if (/[ ./()-]{4}|[./-]{2}/.test(text)) return null;
  const parts = text.match(/\d+/g)?.length ?? 0;
  if (text.startsWith('+')) return parts <= MAX_PARTS + 1 ? [0, text.length] : null;
  if (parts < 2 || parts > MAX_PARTS || /^\d+\.\d+$/.test(text)) return null;
  const isAmerican = /^(?:1[ .-])?\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}$/.test(text);
  return isAmerican || /^[(0]/.test(text) ? [0, text.length] : null;
}
