import { gzipSync } from 'node:zlib';

/** A request that a hostile or broken sender might make. */
export interface FuzzRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Pieces that break careless readers when they stand where something else is expected. */
const NASTY = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '\r\n\r\n',
  '\0',
  'null',
  'true',
  'NaN',
  '1e400',
  '-0',
  '1e-400',
  '9007199254740993',
  '0x1f',
  '""',
  '{}',
  '[]',
  '"__proto__":{},',
  '"constructor":1,',
  '"id":"x","id":"y",',
  '"workload":"other",',
  '"kind":"run",',
  '"ts":8640000000000001,',
  '"user":"hashed:abc",',
  '\\ud800',
  '\\u0000',
  '\ufeff',
  '[[[[[[[[[[',
  '\x1f\x8b\x08',
  "'; DROP TABLE runs; --",
].map((text) => Buffer.from(text));

const TYPES = [
  'application/json',
  'application/x-ndjson',
  'application/json; charset=utf-8',
  'application/x-protobuf',
  'text/plain',
  '',
];
const ENCODINGS = ['', 'identity', 'gzip', 'GZIP', 'deflate', 'gzip, gzip'];

/** @param random in [0, 1), seeded */
export function createMutator(random: () => number) {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));

  const MUTATIONS: readonly ((bytes: Buffer, other: Buffer) => Buffer)[] = [
    (bytes) => {
      const copy = Buffer.from(bytes);
      for (let n = 1 + below(4); n > 0 && copy.length > 0; n -= 1)
        copy[below(copy.length)] = below(256);
      return copy;
    },
    (bytes) => {
      const copy = Buffer.from(bytes);
      const at = below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << below(8));
      return copy;
    },
    (bytes) => bytes.subarray(0, below(bytes.length + 1)),
    (bytes) => bytes.subarray(below(bytes.length + 1)),
    (bytes) => {
      const [from, length] = [below(bytes.length), below(20)];
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
    },
    (bytes) => {
      const [from, length] = [below(bytes.length), below(200)];
      return Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]);
    },
    (bytes) => {
      const at = below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), pick(NASTY), bytes.subarray(at)]);
    },
    (bytes) => {
      const at = below(bytes.length + 1);
      const nasty = pick(NASTY);
      return Buffer.concat([bytes.subarray(0, at), nasty, bytes.subarray(at + nasty.length)]);
    },
    (bytes) => {
      const at = below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), noise(below(40)), bytes.subarray(at)]);
    },
    (bytes, other) =>
      Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]),
    () => noise(below(300)),
  ];

  const mutate = (bytes: Buffer, other: Buffer): Buffer => {
    let result = bytes;
    for (let n = 1 + below(3); n > 0; n -= 1) result = pick(MUTATIONS)(result, other);
    return result;
  };

  /**
   * A request around a body: as it should be, or wrong in any part of it.
   * @param valid a body that is right, with its type
   * @param other another one, to mix in
   */
  const request = (
    path: string,
    valid: { readonly type: string; readonly bytes: Buffer },
    other: Buffer,
  ): FuzzRequest => {
    let body = random() < 0.7 ? mutate(valid.bytes, other) : valid.bytes;
    let encoding = '';
    if (random() < 0.25) {
      body = gzipSync(body, { level: 1 });
      encoding = 'gzip';
      if (random() < 0.4) body = mutate(body, other);
    }
    const isLied = random() < 0.05;
    return {
      path,
      headers: {
        'content-type': isLied ? pick(TYPES) : valid.type,
        'content-encoding': isLied ? pick(ENCODINGS) : encoding,
      },
      body: new Uint8Array(body),
    };
  };
  return { below, pick, request };
}
