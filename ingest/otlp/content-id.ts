import { createHash } from 'node:crypto';
import type { Attributes } from './attributes.ts';

const HEX_DIGITS = 32;

/**
 * An id for a record that states none, the same whenever the same record is sent: what it says and
 * when, hashed.
 */
export function contentId(attributes: Attributes, ...parts: readonly (string | number)[]): string {
  const sorted = [...attributes].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const text = JSON.stringify([parts, sorted]);
  return `otlp-${createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS)}`;
}
