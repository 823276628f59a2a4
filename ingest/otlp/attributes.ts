import { MAX_MONEY_USD } from '../../core/money.ts';

/** A value of an attribute; bytes, maps and deeper lists are not kept. */
export type Scalar = string | number | boolean;
export type AttributeValue = Scalar | readonly Scalar[];

/** Attributes of a resource, a span, an event, a log record or a data point by their names. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** Largest count that an event may state; above it lies a mistake. */
const MAX_COUNT = 1e12;

/** The first non-empty text under any of the names; a number counts as its digits. Empty: none. */
export function firstText(attributes: Attributes, ...names: readonly string[]): string {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** The first finite number under any of the names, written as one or as digits; null: none. */
export function firstNumber(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = attributes.get(name);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
  }
  return null;
}

/** The first whole number of at least 0 under any of the names; null: none. */
export function firstCount(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const number = firstNumber(attributes, name);
    if (number !== null && Number.isInteger(number) && number >= 0 && number <= MAX_COUNT) {
      return number;
    }
  }
  return null;
}

/** The first amount in USD that the contract takes, under any of the names; null: none. */
export function firstUsd(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const usd = firstNumber(attributes, name);
    if (usd !== null && usd >= 0 && usd <= MAX_MONEY_USD) return usd;
  }
  return null;
}
