import { isAscii, isUtf8 } from 'node:buffer';
import { BellwetherError } from '../core/errors.ts';
import { sliceElements } from './json-slices.ts';

/** One event of a body as JSON, or why it is none. */
export type ParsedItem =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'broken'; readonly message: string };

/** A body taken apart. */
export interface ParsedBody {
  /** How many items there are. */
  readonly count: number;
  /** Where the items stand, if each is a line; null where they do not. */
  readonly lines: {
    readonly bytes: Buffer;
    readonly places: readonly Line[];
    readonly isAscii: boolean;
  } | null;
  /** One item; parsed anew each time. */
  item(index: number): ParsedItem;
  /** An item as the sender wrote it; worked out only when asked for, as only bad events need it. */
  rawText(index: number): string;
}

const NDJSON_TYPES: ReadonlySet<string> = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
]);
const NEWLINE = 10;

function unparsable(message: string, cause?: unknown): BellwetherError {
  return new BellwetherError('unparsable', message, { cause });
}

function tooMany(maxEvents: number): BellwetherError {
  return new BellwetherError('too_large', `a request may hold at most ${maxEvents} events`);
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Where a line that holds something lies, and its number in the body. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** The lines that hold something. */
function* eachLine(bytes: Buffer): Generator<Line> {
  for (let start = 0, number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found === -1 ? bytes.length : found;
    let at = start;
    while (at < end && isBlank(bytes[at] as number)) at += 1;
    if (at < end) yield { start: at, end, number };
    start = end + 1;
  }
}

function firstLine(bytes: Buffer): Line | null {
  for (const line of eachLine(bytes)) return line;
  return null;
}

function findLines(bytes: Buffer, maxEvents: number): Line[] {
  const lines: Line[] = [];
  for (const line of eachLine(bytes)) {
    if (lines.length === maxEvents) throw tooMany(maxEvents);
    lines.push(line);
  }
  return lines;
}

function readLine(bytes: Buffer, { start, end }: Line): string {
  const text = bytes.toString('utf8', start, end);
  return start === 0 ? withoutByteOrderMark(text) : text;
}

/** What is known of all of a body's characters. */
type Characters = 'ascii' | 'utf8' | 'unknown';

const charactersOf = (bytes: Buffer): Characters =>
  isAscii(bytes) ? 'ascii' : isUtf8(bytes) ? 'utf8' : 'unknown';

/** A broken character spoils its own line only. */
function parseLine(bytes: Buffer, line: Line, characters: Characters): ParsedItem {
  if (characters === 'unknown' && !isUtf8(bytes.subarray(line.start, line.end))) {
    return { kind: 'broken', message: `line ${line.number} is not UTF-8` };
  }
  try {
    // ASCII needs no decoding, and most bodies are nothing else.
    const text =
      characters === 'ascii'
        ? bytes.toString('latin1', line.start, line.end)
        : readLine(bytes, line);
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch (error) {
    return { kind: 'broken', message: `line ${line.number} is not JSON: ${reason(error)}` };
  }
}

/** Beyond the last item; callers count. */
const NO_ITEM: ParsedItem = { kind: 'broken', message: 'there is no such item' };

function parseLines(bytes: Buffer, maxEvents: number): ParsedBody {
  const lines = findLines(bytes, maxEvents);
  if (lines.length === 0) throw unparsable('the body holds no event');
  const characters = charactersOf(bytes);
  const item = (index: number): ParsedItem => {
    const line = lines[index];
    return line ? parseLine(bytes, line, characters) : NO_ITEM;
  };
  let fault: string | null = null;
  for (let i = 0; i < lines.length; i += 1) {
    const first = item(i);
    fault = first.kind === 'broken' ? (fault ?? first.message) : null;
    if (fault === null) break;
  }
  if (fault !== null) throw unparsable(`no line of the body is JSON; ${fault}`);
  return {
    count: lines.length,
    lines: { bytes, places: lines, isAscii: characters === 'ascii' },
    item,
    rawText(index) {
      const line = lines[index];
      return line ? readLine(bytes, line) : '';
    },
  };
}

/** Values that were parsed already, or were never text, as a body. */
export function bodyOfValues(values: readonly unknown[]): ParsedBody {
  return {
    count: values.length,
    lines: null,
    item: (index) => (index < values.length ? { kind: 'value', value: values[index] } : NO_ITEM),
    rawText: (index) => JSON.stringify(values[index]) ?? '',
  };
}

/** NDJSON sent as plain JSON: its first line is an object of its own. */
function asMislabelledLines(bytes: Buffer, maxEvents: number): ParsedBody | null {
  const first = firstLine(bytes);
  if (!first || !readLine(bytes, first).startsWith('{')) return null;
  return parseLine(bytes, first, 'utf8').kind === 'value' ? parseLines(bytes, maxEvents) : null;
}

function parseJson(bytes: Buffer, maxEvents: number): ParsedBody {
  if (!isUtf8(bytes)) {
    const lines = asMislabelledLines(bytes, maxEvents);
    if (lines) return lines;
    throw unparsable('the body is not UTF-8');
  }
  const text = withoutByteOrderMark(bytes.toString('utf8'));
  if (text.trim() === '') throw unparsable('the body holds no event');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const lines = asMislabelledLines(bytes, maxEvents);
    if (lines) return lines;
    throw unparsable(`the body is not JSON: ${reason(error)}`, error);
  }
  if (typeof value !== 'object' || value === null) {
    throw unparsable('the body is neither an event, nor an array of events, nor NDJSON');
  }
  if (!Array.isArray(value)) {
    return { ...bodyOfValues([value]), rawText: () => text.trim() };
  }
  if (value.length > maxEvents) throw tooMany(maxEvents);
  let slices: string[] | undefined;
  return {
    ...bodyOfValues(value),
    rawText: (index) => (slices ??= sliceElements(text))[index] ?? '',
  };
}

/**
 * Takes a body apart into events. A line of NDJSON that is not JSON is one broken item; blank lines
 * are skipped and not counted.
 * @param contentType value of `Content-Type`, parameters included
 * @throws BellwetherError `unsupported_type`, `unparsable` where nothing of it can be read,
 *   `too_large` above `maxEvents`
 */
export function parseBody(body: Uint8Array, contentType: string, maxEvents: number): ParsedBody {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new BellwetherError('unsupported_type', `expected UTF-8, got charset ${charset}`);
  }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (type === 'application/json') return parseJson(bytes, maxEvents);
  if (NDJSON_TYPES.has(type)) return parseLines(bytes, maxEvents);
  throw new BellwetherError(
    'unsupported_type',
    `expected application/json or application/x-ndjson, got ${JSON.stringify(type.slice(0, 80))}`,
  );
}
