import { AsciiTexts } from './ascii-texts.ts';
import { RUN_FIELDS, runFieldIndex, type FieldRule } from './run-fields.ts';
import { JsonScan } from './json-scan.ts';
import { isKeyAt } from './key-pattern.ts';
import { scanAttributes } from './scan-attributes.ts';
import { scanInstant } from './scan-instant.ts';

const OPEN = 123;
const CLOSE = 125;
const QUOTE = 34;
const COLON = 58;
const COMMA = 44;
const DASH = 45;
const TRUE = Buffer.from('true', 'latin1');
const FALSE = Buffer.from('false', 'latin1');
const NULL = Buffer.from('null', 'latin1');
const MAX_SLUG = 63;

/** What a field of the run that was scanned last holds. */
export const HELD = { nothing: 0, null: 1, text: 2, number: 3, true: 4, false: 5 } as const;

/** The bytes after the object: blanks only. */
function isBlankTo(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte !== 32 && !(byte >= 9 && byte <= 13)) return false;
  }
  return true;
}

/** A workload's id, see `workloadSlug`. */
function isSlug(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > MAX_SLUG || bytes[start] === DASH) return false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    const isLetter = byte >= 97 && byte <= 122;
    if (!isLetter && !(byte >= 48 && byte <= 57) && byte !== DASH) return false;
  }
  return true;
}

/**
 * Reads runs straight out of their bytes, without making objects of them: where each field lies, and
 * the numbers. It takes only what is written plainly and fits the contract field by field; anything
 * else is for `JSON.parse` and the contract's own check, which also know what is wrong with it.
 */
export class RunScan {
  private readonly scan = new JsonScan();
  private readonly names = new AsciiTexts();
  /** By field: one of HELD. */
  readonly held = new Uint8Array(RUN_FIELDS.length);
  /** By field that holds a text or a map: where its content starts and ends. */
  readonly starts = new Int32Array(RUN_FIELDS.length);
  readonly ends = new Int32Array(RUN_FIELDS.length);
  /** By field that holds a number or an instant. */
  readonly numbers = new Float64Array(RUN_FIELDS.length);
  /** The fields in the order in which the last run had them: the next one mostly has it too. */
  private readonly order = new Int16Array(RUN_FIELDS.length).map((_, i) => i);

  /** The bytes that the last run was read out of. */
  get view(): DataView {
    return this.scan.view;
  }

  /** Names the bytes that runs are read out of. */
  open(bytes: Buffer): void {
    this.scan.open(bytes);
  }

  /** @returns false where the bytes from start to end are not, plainly, a run */
  read(start: number, end: number): boolean {
    const { scan, held, order } = this;
    held.fill(HELD.nothing);
    scan.at = start;
    if (!scan.take(OPEN)) return false;
    for (let place = 0; place < RUN_FIELDS.length; place += 1) {
      const field = this.readKey(order[place] as number);
      if (field === -1 || held[field] !== HELD.nothing) return false;
      order[place] = field;
      scan.skipSpace();
      if (!this.readValue(field)) return false;
      if (scan.take(CLOSE)) return scan.at <= end && isBlankTo(scan.bytes, scan.at, end);
      if (!scan.take(COMMA)) return false;
      scan.skipSpace();
    }
    return false;
  }

  /** Steps over a key and its colon; it is compared with the one expected first. */
  private readKey(expected: number): number {
    const { scan } = this;
    const { at } = scan;
    const { key } = RUN_FIELDS[expected] as (typeof RUN_FIELDS)[number];
    if (isKeyAt(scan.view, at, key)) {
      scan.at = at + key.length;
      return expected;
    }
    if (!scan.text()) return -1;
    const field = runFieldIndex(this.textAt(at + 1, scan.at - 1));
    return scan.take(COLON) ? field : -1;
  }

  private readValue(field: number): boolean {
    const { scan, held } = this;
    const { rule } = RUN_FIELDS[field] as (typeof RUN_FIELDS)[number];
    const first = scan.bytes[scan.at];
    if (first === NULL[0]) {
      held[field] = HELD.null;
      return rule.kind !== 'slug' && scan.word(NULL);
    }
    if (first === QUOTE) return this.readText(field, rule);
    switch (rule.kind) {
      case 'number':
        return this.readNumber(field) && isWithin(scan.number, rule);
      case 'instant':
        return this.readNumber(field) && scan.number >= 0 && scan.number <= 8.64e15;
      case 'flag':
        held[field] = first === TRUE[0] ? HELD.true : HELD.false;
        return scan.word(first === TRUE[0] ? TRUE : FALSE);
      case 'map':
        this.starts[field] = scan.at;
        held[field] = HELD.text;
        if (!scanAttributes(scan)) return false;
        this.ends[field] = scan.at;
        return true;
      case 'text':
      case 'slug':
      case 'word':
        return false;
    }
  }

  private readNumber(field: number): boolean {
    if (!this.scan.readNumber()) return false;
    this.held[field] = HELD.number;
    this.numbers[field] = this.scan.number;
    return true;
  }

  private readText(field: number, rule: FieldRule): boolean {
    const { scan } = this;
    const { bytes } = scan;
    const start = scan.at + 1;
    if (!scan.text()) return false;
    const end = scan.at - 1;
    this.held[field] = HELD.text;
    this.starts[field] = start;
    this.ends[field] = end;
    switch (rule.kind) {
      case 'text':
        return end - start >= rule.min && end - start <= rule.max;
      case 'slug':
        return isSlug(bytes, start, end);
      case 'word':
        return rule.words.has(this.names.read(bytes, start, end));
      case 'instant':
        this.held[field] = HELD.number;
        this.numbers[field] = scanInstant(bytes, start, end);
        return !Number.isNaN(this.numbers[field]);
      case 'number':
      case 'flag':
      case 'map':
        return false;
    }
  }

  private textAt(start: number, end: number): string {
    return this.scan.bytes.toString('latin1', start, end);
  }

  /** A field's text; undefined where it holds none. */
  text(field: number): string | undefined {
    if (this.held[field] !== HELD.text) return undefined;
    return this.textAt(this.starts[field] as number, this.ends[field] as number);
  }

  /** The same of a field that many runs hold the same text in. */
  name(field: number): string | undefined {
    if (this.held[field] !== HELD.text) return undefined;
    const [start, end] = [this.starts[field] as number, this.ends[field] as number];
    return this.names.read(this.scan.bytes, start, end);
  }
}

function isWithin(value: number, rule: FieldRule & { kind: 'number' }): boolean {
  return value >= rule.min && value <= rule.max && (!rule.isInteger || Number.isSafeInteger(value));
}
