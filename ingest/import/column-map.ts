import { z } from 'zod';
import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { FIELD_TYPES, type FieldType } from './field-types.ts';

const field = z.string().refine((name) => FIELD_TYPES.has(name), 'the contract has no such field');

const target = z.union(
  [
    field,
    z.strictObject({ field }),
    z.strictObject({
      attribute: z.string().min(1).max(256),
      type: z.enum(['text', 'number', 'flag']).default('text'),
    }),
    z.null(),
  ],
  'expected a field of the contract, {"attribute": "name"}, or null to leave the column out',
);

/** What the columns of a table mean, where their names don't say it, and what is the same in all rows. */
export const columnMap = z.strictObject({
  columns: z.record(z.string(), target).default({}),
  constants: z
    .record(field, z.json())
    .refine((map) => !('id' in map), 'one id for all rows would count them as one event')
    .default({}),
});
export type ColumnMap = z.output<typeof columnMap>;

/** A map that says nothing: every column goes by its own name. */
export const EMPTY_MAP: ColumnMap = { columns: {}, constants: {} };

/** Where the cells of a column go. */
export interface Column {
  readonly place: 'field' | 'attribute';
  readonly name: string;
  readonly type: FieldType;
}

const ATTRIBUTE_PREFIX = 'attributes.';

/**
 * Reads a column map.
 * @throws BellwetherError `unparsable` where it isn't JSON, `invalid` naming what is wrong in it
 */
export function parseColumnMap(text: string): ColumnMap {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new BellwetherError('unparsable', 'the column map is not JSON', { cause });
  }
  const parsed = columnMap.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new BellwetherError('invalid', 'the column map has errors', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}

/**
 * Where a column goes: as the map says, else by its own name; `attributes.x` is an attribute.
 * @returns null where the map leaves it out, undefined where nothing says what it is
 */
export function columnOf(name: string, { columns }: ColumnMap): Column | null | undefined {
  const stated = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (stated === null) return null;
  if (typeof stated === 'object' && 'attribute' in stated) {
    return { place: 'attribute', name: stated.attribute, type: stated.type };
  }
  const fieldName = typeof stated === 'object' ? stated.field : (stated ?? name);
  const type = FIELD_TYPES.get(fieldName);
  if (type !== undefined) return { place: 'field', name: fieldName, type };
  if (!name.startsWith(ATTRIBUTE_PREFIX)) return undefined;
  return { place: 'attribute', name: name.slice(ATTRIBUTE_PREFIX.length), type: 'text' };
}

/**
 * Where each cell of a row goes, in the order of the header; null for nowhere.
 * @param ignoreUnmapped leaves out columns that nothing says the meaning of, instead of refusing them
 * @throws BellwetherError `invalid` with one entry a column: unknown, twice the same, or only in the map
 */
export function resolveColumns(
  header: readonly string[],
  map: ColumnMap,
  ignoreUnmapped: boolean,
): (Column | null)[] {
  const names = header.map((name) => name.trim());
  const errors: FieldError[] = [];
  const taken = new Map<string, string>();
  const columns = names.map((name): Column | null => {
    const column = columnOf(name, map);
    if (column === undefined && !ignoreUnmapped) {
      errors.push({
        path: name,
        message: 'neither a field nor in the map: add it there, or give --ignore-unmapped',
      });
    }
    if (!column) return null;
    const place = `${column.place} ${column.name}`;
    const earlier = taken.get(place);
    if (earlier !== undefined) {
      errors.push({ path: name, message: `goes to the ${place}, as the column ${earlier} does` });
    }
    taken.set(place, name);
    return column;
  });
  for (const name of Object.keys(map.columns)) {
    if (!names.includes(name)) {
      errors.push({ path: name, message: 'is in the map and not in the file' });
    }
  }
  if (errors.length > 0) throw new BellwetherError('invalid', 'the columns do not fit', { errors });
  return columns;
}
