import { isUtf8 } from 'node:buffer';
import { columnOf, type ColumnMap } from './column-map.ts';
import { recordId, type FileIdentity, type ImportRecord } from './import-record.ts';

/** A line as it stands in the file; null where it is longer than any event. */
export interface TextLine {
  readonly number: number;
  readonly bytes: Buffer | null;
}

/** How the lines of a file are read. */
export interface NdjsonReading {
  /** Null: events carry the names of the contract. */
  readonly map: ColumnMap | null;
  readonly ignoreUnmapped: boolean;
  readonly identity: FileIdentity;
}

type Fields = Readonly<Record<string, unknown>>;

/** The object a line holds; null where it holds anything else, which the server tells better. */
function objectOf(bytes: Buffer): { text: string; fields: Fields } | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8').trim();
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { text, fields: value as Fields } : null;
  } catch {
    // A broken line is for the quarantine, as it is.
    return null;
  }
}

/** JSON has no infinity, and null would turn a value that is refused into one that is absent. */
const keepRefusable = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Names as the map says; what it doesn't name goes by its own name, for the server to judge. */
function renamed(fields: Fields, map: ColumnMap, ignoreUnmapped: boolean): Fields {
  const attributes: [string, unknown][] = [];
  const rest: [string, unknown][] = [];
  for (const [name, value] of Object.entries(fields)) {
    const column = columnOf(name, map);
    if (column === null || (column === undefined && ignoreUnmapped)) continue;
    if (column?.place === 'attribute') attributes.push([column.name, value]);
    else rest.push([column?.name ?? name, value]);
  }
  const event = Object.fromEntries(rest);
  if (attributes.length === 0) return event;
  const more = typeof event['attributes'] === 'object' ? event['attributes'] : {};
  return { ...event, attributes: { ...more, ...Object.fromEntries(attributes) } };
}

/** Appends fields to an object's own text, so that what the sender wrote stays to the letter. */
function withMore(text: string, isEmpty: boolean, more: Fields): string {
  const added = JSON.stringify(more);
  if (added === '{}') return text;
  return `${text.slice(0, -1)}${isEmpty ? '' : ','}${added.slice(1)}`;
}

/** Makes a line of NDJSON ready to be sent; what isn't an object goes as it is. */
export function ndjsonRecord(
  { number, bytes }: TextLine & { readonly bytes: Buffer },
  { map, ignoreUnmapped, identity }: NdjsonReading,
): ImportRecord {
  const plain = { number, line: number, fault: null, lacksTs: false };
  const read = objectOf(bytes);
  if (!read) return { ...plain, body: bytes };
  const fields = map ? renamed(read.fields, map, ignoreUnmapped) : read.fields;
  const text = map ? JSON.stringify(fields, keepRefusable) : read.text;
  const more = Object.fromEntries(
    Object.entries({ id: recordId(identity, number), ...map?.constants }).filter(
      ([name]) => fields[name] == null,
    ),
  );
  const body = Buffer.from(withMore(text, Object.keys(fields).length === 0, more));
  return { ...plain, body, lacksTs: (fields['ts'] ?? more['ts']) == null };
}
