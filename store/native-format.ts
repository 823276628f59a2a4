/** One column of one block: a number, a text, a list of numbers or a map from numbers to numbers a row. */
export type NativeColumn =
  | {
      readonly kind: 'numbers';
      /** Whether all are 0: found out without reading them, because many columns of wide tables are. */
      readonly isZero: boolean;
      /** Copied when they are first asked for. */
      readonly values: NumberArray;
    }
  | { readonly kind: 'texts'; readonly values: readonly string[] }
  | {
      readonly kind: 'lists';
      /** End of each row's list in `values`. */
      readonly ends: Uint32Array;
      readonly values: NumberArray;
    }
  | {
      readonly kind: 'maps';
      /** End of each row's entries in `keys` and `values`. */
      readonly ends: Uint32Array;
      readonly keys: NumberArray;
      readonly values: NumberArray;
    };

/**
 * What numbers are kept in: two 32-bit halves for a UInt64, low first; an Int64 as the nearest double;
 * a decimal as a double of its last place, so 1.5 with nine places is 1,500,000,000.
 */
export type NumberArray = Float64Array | Uint32Array | Int16Array | Uint8Array;

/** Some rows of an answer, by column. */
export interface NativeBlock {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, NativeColumn>;
}

/**
 * The column of a block that a question named, of the kind it must be.
 * @throws RangeError where the answer has none
 */
export function columnOf<Kind extends NativeColumn['kind']>(
  { columns }: NativeBlock,
  name: string,
  kind: Kind,
): Extract<NativeColumn, { kind: Kind }> {
  const column = columns.get(name);
  if (column?.kind !== kind) throw new RangeError(`no column ${name} of ${kind} was answered`);
  return column as Extract<NativeColumn, { kind: Kind }>;
}

const OFFSET_BYTES = 8;
const TWO_32 = 4_294_967_296;
const TWO_64 = TWO_32 * TWO_32;

/** Out of two halves: reading each as a BigInt takes many times as long. */
function readInt64(bytes: ArrayBuffer): Float64Array {
  const low = new Uint32Array(bytes);
  const high = new Int32Array(bytes);
  const values = new Float64Array(low.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = high[2 * i + 1]! * TWO_32 + low[2 * i]!;
  return values;
}

/** Numbers that fit 64 bits, as nearly all do, are the nearest double; beyond, it may be the next to it. */
function readInt128(bytes: ArrayBuffer): Float64Array {
  const words = readInt64(bytes);
  const low = new Uint32Array(bytes);
  const high = new Int32Array(bytes);
  const values = new Float64Array(words.length / 2);
  for (let i = 0; i < values.length; i++) {
    const sign = high[4 * i + 1]! < 0 ? -1 : 0;
    const isShort = words[2 * i + 1] === sign;
    const unsigned = low[4 * i + 1]! * TWO_32 + low[4 * i]!;
    values[i] = isShort ? words[2 * i]! : words[2 * i + 1]! * TWO_64 + unsigned;
  }
  return values;
}

/** How the numbers of a type are read, out of a copy: bytes rarely lie where arrays may begin. */
const READERS: Readonly<
  Record<string, { bytes: number; read: (bytes: ArrayBuffer) => NumberArray }>
> = {
  Float64: { bytes: 8, read: (bytes) => new Float64Array(bytes) },
  Int64: { bytes: 8, read: readInt64 },
  'Decimal(38, 9)': { bytes: 16, read: readInt128 },
  UInt64: { bytes: 8, read: (bytes) => new Uint32Array(bytes) },
  UInt32: { bytes: 4, read: (bytes) => new Uint32Array(bytes) },
  Int16: { bytes: 2, read: (bytes) => new Int16Array(bytes) },
  UInt8: { bytes: 1, read: (bytes) => new Uint8Array(bytes) },
};

/**
 * The blocks of an answer in ClickHouse's Native format, one after another as they are asked for. Knows
 * the few types that wide numeric questions are made of, little-endian like every machine it runs on.
 * @throws RangeError for another type, or where the bytes end too early
 */
export function* nativeBlocks(bytes: Uint8Array): Generator<NativeBlock> {
  const reader = createReader(bytes);
  while (!reader.isAtEnd()) {
    const columnCount = reader.length();
    const rows = reader.length();
    const columns = new Map<string, NativeColumn>();
    for (let i = 0; i < columnCount; i++) {
      const name = reader.text();
      columns.set(name, readColumn(reader, reader.text(), rows));
    }
    yield { rows, columns };
  }
}

const decoder = new TextDecoder();

interface Reader {
  isAtEnd(): boolean;
  /** A number of up to seven bits a byte. */
  length(): number;
  text(): string;
  numbers(type: string, count: number): Extract<NativeColumn, { kind: 'numbers' }>;
  /** Row ends of a list column: 64 bits each, of which the answers asked for fill 32. */
  ends(count: number): Uint32Array;
}

function createReader(bytes: Uint8Array): Reader {
  let at = 0;
  const take = (size: number): Uint8Array => {
    if (at + size > bytes.length) throw new RangeError('the answer ends too early');
    at += size;
    return bytes.subarray(at - size, at);
  };
  const length = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = take(1)[0]!;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  return {
    isAtEnd: () => at >= bytes.length,
    length,
    text: () => decoder.decode(take(length())),
    numbers: (type, count) => {
      const reader = READERS[type];
      if (!reader) throw new RangeError(`no column of type ${type} was expected`);
      const taken = take(count * reader.bytes);
      let values: NumberArray | undefined;
      return {
        kind: 'numbers',
        isZero: isZero(taken),
        get values() {
          return (values ??= reader.read(copyOf(taken)));
        },
      };
    },
    ends: (count) => {
      const halves = new Uint32Array(copyOf(take(count * OFFSET_BYTES)));
      const ends = new Uint32Array(count);
      for (let row = 0; row < count; row++) ends[row] = halves[2 * row]!;
      return ends;
    },
  };
}

/** A column of sums has the format of what it sums. */
const SUMMED = /^SimpleAggregateFunction\(\w+, (.+)\)$/;

function readColumn(reader: Reader, named: string, rows: number): NativeColumn {
  const type = SUMMED.exec(named)?.[1] ?? named;
  const item = /^Array\((.+)\)$/.exec(type)?.[1];
  const [, key, value] = /^Map\((\w+), (\w+)\)$/.exec(type) ?? [];
  if (type === 'String') {
    return { kind: 'texts', values: Array.from({ length: rows }, () => reader.text()) };
  }
  if (key !== undefined && value !== undefined) {
    const ends = reader.ends(rows);
    const count = ends[rows - 1] ?? 0;
    const keys = reader.numbers(key, count).values;
    return { kind: 'maps', ends, keys, values: reader.numbers(value, count).values };
  }
  if (item === undefined) return reader.numbers(type, rows);
  const ends = reader.ends(rows);
  return { kind: 'lists', ends, values: reader.numbers(item, ends[rows - 1] ?? 0).values };
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copied = new ArrayBuffer(bytes.length);
  new Uint8Array(copied).set(bytes);
  return copied;
}

const ZEROS = new Uint8Array(65_536);

function isZero(bytes: Uint8Array): boolean {
  for (let from = 0; from < bytes.length; from += ZEROS.length) {
    const part = bytes.subarray(from, from + ZEROS.length);
    if (Buffer.compare(part, ZEROS.subarray(0, part.length)) !== 0) return false;
  }
  return true;
}
