import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { sliceElements } from '../../ingest/json-slices.ts';
import { parseBody } from '../../ingest/parse-body.ts';

const parse = (body: string | Uint8Array, type = 'application/json', maxEvents = 100) => {
  const parsed = parseBody(typeof body === 'string' ? Buffer.from(body) : body, type, maxEvents);
  return Array.from({ length: parsed.count }, (_, index) => ({
    ...parsed.item(index),
    raw: parsed.rawText(index),
  }));
};
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof BellwetherError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing thrown';
};

describe('a body', () => {
  it('is one event, an array of events, or lines, whatever of these JSON it is sent as', () => {
    const value = (json: string) => ({ kind: 'value', value: JSON.parse(json), raw: json });
    expect(parse(' {"a": 1} ')).toEqual([value('{"a": 1}')]);
    expect(parse('[{"a": 1.0}, {"b":[2]}]')).toEqual([value('{"a": 1.0}'), value('{"b":[2]}')]);
    expect(parse('{"a":1}\r\n\n  \n{"b":2}\n')).toMatchObject([
      { value: { a: 1 } },
      { value: { b: 2 } },
    ]);
    for (const type of [
      'application/x-ndjson',
      'application/jsonl',
      'Application/NDJSON; charset=UTF-8',
    ]) {
      expect(parse('{"a":1}\n{"b":2}', type)).toEqual([value('{"a":1}'), value('{"b":2}')]);
    }
    expect(parse('[]')).toEqual([]);
  });

  it('loses only the lines that are not JSON, and says which', () => {
    const items = parse('{"a":1}\n\n{"a":\n{"b":2}', 'application/x-ndjson');
    expect(items.map(({ kind }) => kind)).toEqual(['value', 'broken', 'value']);
    expect(items[1]).toMatchObject({
      raw: '{"a":',
      message: expect.stringMatching(/^line 3 is not JSON: /),
    });
  });

  it('loses only the lines that are not UTF-8, and never replaces a character silently', () => {
    const body = Buffer.concat([
      Buffer.from('{"a":1}\n{"b":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n{"c":"é"}'),
    ]);
    const items = parse(body, 'application/x-ndjson');
    expect(items).toMatchObject([
      { value: { a: 1 } },
      { kind: 'broken', message: 'line 2 is not UTF-8' },
      { value: { c: 'é' } },
    ]);
    expect(codeOf(() => parse(Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d])))).toMatch(
      /^unparsable: .*UTF-8/,
    );
  });

  it('of which nothing can be read is refused as a whole', () => {
    const bodies = [
      '',
      ' \n ',
      '{',
      '[{"a":1}',
      'null',
      '7',
      '"text"',
      '{"a":1',
      'a=1&b=2',
      '<html>',
    ];
    for (const body of bodies)
      expect(
        codeOf(() => parse(body)),
        body,
      ).toMatch(/^unparsable: /);
    for (const body of ['', 'nope', '{"a"\n{"b"']) {
      expect(
        codeOf(() => parse(body, 'application/x-ndjson')),
        body,
      ).toMatch(/^unparsable: /);
    }
  });

  it('of another type is refused with the types that are taken', () => {
    for (const type of [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
    ]) {
      expect(
        codeOf(() => parse('{}', type)),
        type,
      ).toMatch(/^unsupported_type: expected /);
    }
  });

  it('may hold a stated number of events and not one more, in every form', () => {
    const events = (n: number) => Array.from({ length: n }, () => '{}');
    expect(parse(`[${events(100).join()}]`)).toHaveLength(100);
    expect(parse(`\n${events(100).join('\n\n')}\n`, 'application/x-ndjson')).toHaveLength(100);
    const message = 'too_large: a request may hold at most 100 events';
    expect(codeOf(() => parse(`[${events(101).join()}]`))).toBe(message);
    expect(codeOf(() => parse(events(101).join('\n')))).toBe(message);
    expect(codeOf(() => parse(events(101).join('\n'), 'application/x-ndjson'))).toBe(message);
  });

  it('may start with a byte order mark', () => {
    expect(parse('\ufeff{"a":1}')).toMatchObject([{ value: { a: 1 } }]);
    expect(parse('\ufeff{"a":1}\n{"b":1}', 'application/x-ndjson')).toHaveLength(2);
  });

  it('may nest as deep as it likes, or repeat its keys, without a crash', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parse(`[${deep}, {"a":1,"a":2}]`)).toMatchObject([
      { raw: deep },
      { value: { a: 2 }, raw: '{"a":1,"a":2}' },
    ]);
    expect(parse(`{"x":${deep}}`)).toHaveLength(1);
  });

  it('gives back each element of an array exactly as it was written', () => {
    const spaced = fc.jsonValue().map((value) => JSON.stringify(value, null, 1));
    fc.assert(
      fc.property(fc.array(spaced), fc.constantFrom('', ' ', '\n\t'), (elements, gap) => {
        const text = `${gap}[${gap}${elements.join(`${gap},${gap}`)}${gap}]${gap}`;
        expect(sliceElements(text)).toEqual(elements);
      }),
    );
  });
});
