import { MAX_QUARANTINED_BYTES } from './quarantine.ts';
import { REMOVED_BODY } from './redactor.ts';

/** A kept body as JSON again, or why it can't be replayed. */
export type ReplayBody =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The longest character in UTF-8: a body is cut before one that would not fit. */
const LONGEST_CHARACTER_BYTES = 4;

/** Reads a body out of the quarantine. */
export function readReplayBody(body: string): ReplayBody {
  if (body === REMOVED_BODY) {
    return { kind: 'unreadable', reason: 'redaction removed its body: it was not JSON' };
  }
  try {
    return { kind: 'value', value: JSON.parse(body) as unknown };
  } catch {
    const isCut = Buffer.byteLength(body) > MAX_QUARANTINED_BYTES - LONGEST_CHARACTER_BYTES;
    const kib = MAX_QUARANTINED_BYTES / 1024;
    return {
      kind: 'unreadable',
      reason: isCut ? `only its first ${kib} KiB were kept` : 'not JSON',
    };
  }
}
