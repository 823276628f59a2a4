import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';

/** A cursor as one opaque word. */
export function writeCursor(cursor: object | null): string | null {
  return cursor === null ? null : Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * Reads a cursor that this server gave out.
 * @throws BellwetherError `invalid` on any other text
 */
export function readCursor<Schema extends z.ZodType>(
  text: string | undefined,
  schema: Schema,
): z.output<Schema> | null {
  if (text === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new BellwetherError('invalid', 'this is not a cursor of this list', {
      cause,
      errors: [{ path: 'cursor', message: 'expected the next of an earlier page' }],
    });
  }
}

const idCursor = z.object({ id: z.string() });

/**
 * One page of a list that is in memory, ascending by id.
 * @throws BellwetherError `invalid` on a cursor of another list
 */
export function pageById<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { items: Item[]; next: string | null } {
  const after = readCursor(cursor, idCursor);
  const rest = all
    .filter((item) => after === null || idOf(item) > after.id)
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const isMore = last !== undefined && rest.length > limit;
  return { items, next: writeCursor(isMore ? { id: idOf(last) } : null) };
}

/**
 * One page of a list that is in memory and has an order of its own.
 * @throws BellwetherError `invalid` on a cursor of another list, or where its item has left this one
 */
export function pageInOrder<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { items: Item[]; next: string | null } {
  const after = readCursor(cursor, idCursor);
  const from = after === null ? 0 : all.findIndex((item) => idOf(item) === after.id) + 1;
  if (after !== null && from === 0) {
    throw new BellwetherError('invalid', 'the list has changed: read it from its start', {
      errors: [{ path: 'cursor', message: 'expected the next of an earlier page' }],
    });
  }
  const items = all.slice(from, from + limit);
  const last = items.at(-1);
  const isMore = last !== undefined && all.length > from + limit;
  return { items, next: writeCursor(isMore ? { id: idOf(last) } : null) };
}

/** A version as an entity tag. */
export const writeEtag = (version: number): string => `"${version}"`;

/**
 * The version an `If-Match` header names; undefined where any will do.
 * @param exists whether there is a document, which is what `*` asks for
 * @throws BellwetherError `invalid` on anything but an entity tag of this server, `stale_version` on
 *   `*` without a document
 */
export function readIfMatch(header: string | undefined, exists: boolean): number | undefined {
  if (header === '*' && !exists) {
    throw new BellwetherError(
      'stale_version',
      'If-Match: * asks for a document, and there is none',
    );
  }
  if (header === undefined || header === '*') return undefined;
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? [];
  if (version === undefined) {
    throw new BellwetherError(
      'invalid',
      `If-Match names a version such as "3", not ${header.slice(0, 40)}`,
    );
  }
  return Number(version);
}
