import type { FieldError } from '../core/errors.ts';
import { encodeQuarantine } from './encode-event.ts';
import type { TableRows } from './row-batch.ts';
import { wellFormed } from './well-formed.ts';

/** How much of a rejected event is kept, in bytes of UTF-8. */
export const MAX_QUARANTINED_BYTES = 64 * 1024;

const MAX_CLAIM_BYTES = 256;

/**
 * The start of a text that takes at most so many bytes of UTF-8, ending at a whole character.
 * @example cutText('aé', 2) // 'a'
 */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text.length > maxBytes ? text.slice(0, maxBytes + 1) : text, 'utf8');
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** What an event claims to be, read out of whatever it is. */
function claimed(value: unknown, field: 'workload' | 'kind'): string {
  if (typeof value !== 'object' || value === null) return '';
  const claim = (value as Record<string, unknown>)[field];
  return typeof claim === 'string' ? cutText(claim, MAX_CLAIM_BYTES) : '';
}

/** Marks a user that was hashed here, so that a replay doesn't hash it once more. */
export const HASHED_USER = 'hashed:';

/** Deeper than the contract goes by far, and no danger to the stack. */
const MAX_DEPTH = 64;

/** The same without what lies too deep to be written as text. */
function cutDepth(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '[nested too deep]';
  if (Array.isArray(value)) return value.map((part) => cutDepth(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, cutDepth(part, depth + 1)]),
  );
}

/**
 * The event's text with its user hashed like an accepted event's, whatever the sender made of it:
 * rejected is no reason to keep who it was. A text that is no JSON object is kept as it came.
 */
function withoutUser({ value, rawText }: Rejected, hashUser: (user: string) => string): string {
  if (typeof value !== 'object' || value === null || !('user' in value)) return rawText;
  if (value.user === null) return rawText;
  const { user, ...rest } = value;
  const name = typeof user === 'string' ? user : JSON.stringify(cutDepth(user));
  const others = cutDepth(rest) as object;
  return JSON.stringify({ ...others, user: `${HASHED_USER}${hashUser(wellFormed(name))}` });
}

/** An event that is not taken, and why. */
export interface Rejected {
  /** As JSON; undefined where it is none. */
  readonly value: unknown;
  readonly rawText: string;
  readonly errors: readonly FieldError[];
}

/** Adds a rejected event to the rows of the quarantine. */
export function quarantine(
  rows: TableRows,
  rejected: Rejected,
  facts: { readonly id: string; readonly receivedAtMs: number; readonly keyId: string },
  hashUser: (user: string) => string,
): void {
  encodeQuarantine(rows, {
    id: facts.id,
    receivedAtMs: facts.receivedAtMs,
    key_id: facts.keyId,
    workload: claimed(rejected.value, 'workload'),
    kind: claimed(rejected.value, 'kind'),
    body: cutText(withoutUser(rejected, hashUser), MAX_QUARANTINED_BYTES),
    errors: JSON.stringify(rejected.errors),
  });
}
