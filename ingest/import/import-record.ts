/** One event of a file on its way to the server. */
export interface ImportRecord {
  /** Place in the file, counted from 1: a line of NDJSON, a row of CSV below its header. */
  readonly number: number;
  /** Line of the file it starts in, counted from 1. */
  readonly line: number;
  /** The event as one line of JSON; what can't be read as one goes as it stands in the file. */
  readonly body: Uint8Array;
  /** Why the server will refuse it, where the file says it better than the event does. */
  readonly fault: string | null;
  /** A whole event that doesn't say when it happened. */
  readonly lacksTs: boolean;
}

/** Names the file a record comes from: enough of its content to tell it from others. */
export type FileIdentity = string;

const IDENTITY_CHARACTERS = 32;

/**
 * The id of an event that carries none: the file's identity (a hash over its size, its first and its
 * last 64 KiB) and the record's place in it. The same file read again gives the same ids, so nothing
 * of it counts twice; a file that grew or was mended at either end is another file.
 */
export function recordId(identity: FileIdentity, number: number): string {
  return `file-${identity.slice(0, IDENTITY_CHARACTERS)}-${number}`;
}
