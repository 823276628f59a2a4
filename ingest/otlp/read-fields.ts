import { BellwetherError } from '../../core/errors.ts';
import type { AttributeValue, Attributes, Scalar } from './attributes.ts';

/** A message in either form: the fields of JSON, ids as hex, 64-bit numbers as texts or numbers. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

function unparsable(path: string, expected: string): BellwetherError {
  return new BellwetherError('unparsable', `expected ${expected} at ${path}`, {
    errors: [{ path, message: `expected ${expected}` }],
  });
}

/** @throws BellwetherError `unparsable` where the value is no message */
export function asFields(value: unknown, path: string): Fields {
  if (value === undefined || value === null) return NONE;
  if (typeof value !== 'object' || Array.isArray(value)) throw unparsable(path, 'an object');
  return value as Fields;
}

/** @throws BellwetherError `unparsable` where the value is no list of messages */
export function asList(value: unknown, path: string): readonly Fields[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw unparsable(path, 'an array');
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) throw unparsable(path, 'objects');
  }
  return value as readonly Fields[];
}

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** NaN where it is neither a number nor the digits of one. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? Number(value) : NaN;
}

/** Protobuf leaves out what is 0. */
export const asCount = (value: unknown): number => (value == null ? 0 : asNumber(value));

/** A number of nanoseconds since the epoch, as protobuf holds it. */
export interface Nanos {
  readonly high: number;
  readonly low: number;
}

const NANOS_PER_MS = 1e6;
/** 2^32 nanoseconds are so many whole milliseconds, and so many nanoseconds more. */
const MS_PER_HIGH = 4294;
const NANOS_PER_HIGH = 967_296;
/** Digits of nanoseconds below a millisecond. */
const BELOW_MS = 6;

/** Whole microseconds as the fraction, so that rounding never reaches the next millisecond. */
const withMicros = (ms: number, nanos: number): number => ms + Math.floor(nanos / 1000) / 1000;

const isNanos = (value: unknown): value is Nanos =>
  typeof value === 'object' && value !== null && 'high' in value && 'low' in value;

/**
 * Epoch milliseconds of nanoseconds, which are too many for a number: each half is worked out by
 * itself, so that milliseconds are exact.
 */
export function msOfNanos(high: number, low: number): number {
  const rest = high * NANOS_PER_HIGH + low;
  const carried = Math.floor(rest / NANOS_PER_MS);
  return withMicros(high * MS_PER_HIGH + carried, rest - carried * NANOS_PER_MS);
}

/**
 * Epoch milliseconds of a time in nanoseconds, in either form. A bare number, as some JSON has it, is as exact as it is.
 * @returns 0 where the time is absent, NaN where it is none
 */
export function asMs(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (isNanos(value)) return msOfNanos(value.high, value.low);
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) {
    const ms = Number(value.slice(0, -BELOW_MS));
    return withMicros(ms, Number(value.slice(-BELOW_MS)));
  }
  return typeof value === 'number' ? value / NANOS_PER_MS : NaN;
}

export const asNumbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.map(asNumber) : [];

const [ZERO, NINE, LOWER_A, LOWER_F, UPPER_A, UPPER_F] = [0x30, 0x39, 0x61, 0x66, 0x41, 0x46];

/**
 * An id as lower-case hex.
 * @param bytes how long an id of its kind is
 * @returns empty where it is absent, all zero, or no id of that length
 */
export function asId(value: unknown, bytes: number): string {
  if (typeof value !== 'string' || value.length !== 2 * bytes) return '';
  let isZero = true;
  let isLower = true;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code !== ZERO) isZero = false;
    if ((code >= ZERO && code <= NINE) || (code >= LOWER_A && code <= LOWER_F)) continue;
    if (code < UPPER_A || code > UPPER_F) return '';
    isLower = false;
  }
  if (isZero) return '';
  return isLower ? value : value.toLowerCase();
}

function scalarOf(value: Fields): Scalar | null {
  const { stringValue, boolValue, intValue, doubleValue } = value;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  const number = asNumber(intValue ?? doubleValue);
  return Number.isNaN(number) ? null : number;
}

/**
 * The value of an attribute; null where it is neither a scalar nor a list of scalars.
 * @throws BellwetherError `unparsable`
 */
export function attributeValueOf(value: Fields, path: string): AttributeValue | null {
  const scalar = scalarOf(value);
  if (scalar !== null) return scalar;
  const { arrayValue } = value;
  if (arrayValue === undefined || arrayValue === null) return null;
  const scalars = asList(asFields(arrayValue, path)['values'], path).map(scalarOf);
  return scalars.filter((entry) => entry !== null);
}

/**
 * Attributes by name; what is neither a scalar nor a list of scalars is left out.
 * @throws BellwetherError `unparsable`
 */
export function asAttributes(value: unknown, path: string): Attributes {
  if (value instanceof Map) return value as Attributes;
  const attributes = new Map<string, AttributeValue>();
  for (const entry of asList(value, path)) {
    const { key } = entry;
    const read = attributeValueOf(asFields(entry['value'], path), path);
    if (typeof key === 'string' && read !== null) attributes.set(key, read);
  }
  return attributes;
}
