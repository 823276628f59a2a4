import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../ingest/redact-globs.ts';
import { createRedactor, type Redactor } from '../../ingest/redactor.ts';
import { DETECTORS, NO_REDACTION, type RedactionRules } from '../../ingest/redaction-rules.ts';
import { validEvent } from './wire-arbitrary.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function redactor(rules: Partial<RedactionRules>): Redactor {
  const made = createRedactor({ ...NO_REDACTION, ...rules }, hash);
  if (!made) throw new Error('these rules take out nothing');
  return made;
}

const everything: Partial<RedactionRules> = {
  detect: [...DETECTORS],
  attributes: { drop: ['drop*'], hash: ['hash*'] },
  fields: { drop: ['cause'], hash: ['reviewer'] },
};
const TAG = expect.stringMatching(/^hash:[0-9a-f]{32}$/);

describe('redaction of an event', () => {
  it('costs nothing where the rules take out nothing', () => {
    expect(createRedactor(NO_REDACTION, hash)).toBeNull();
  });

  it('drops and hashes attributes by their names, in any case', () => {
    const { redactFields } = redactor({
      attributes: { drop: ['gen_ai.*.content', 'Prompt'], hash: ['customer*'] },
    });
    const attributes = {
      'gen_ai.input.content': 'a',
      PROMPT: 'b',
      prompts: 'c',
      customer_id: 7,
      'customer.name': 'Jo',
      'Customer.name2': 'Jo',
    };
    const kept = redactFields({ attributes }, null).attributes;
    expect(kept).toEqual({
      prompts: 'c',
      customer_id: TAG,
      'customer.name': TAG,
      'Customer.name2': TAG,
    });
    expect(kept['customer.name']).toBe(kept['Customer.name2']);
    expect(kept['customer.name']).not.toBe(kept.customer_id);
  });

  it('drops and hashes fields', () => {
    const { redactFields } = redactor({
      fields: { drop: ['error', 'user'], hash: ['reviewer', 'conversation'] },
    });
    const event = { error: 'x', user: 'jo', reviewer: 'jo', conversation: null, label: 'ok' };
    expect(redactFields(event, null)).toEqual({
      error: null,
      user: null,
      reviewer: TAG,
      conversation: null,
      label: 'ok',
    });
    expect(redactFields(event, '').error).toBe('');
  });

  it('looks through texts, attributes and categories, and never changes a key', () => {
    const { redactFields } = redactor({ detect: [...DETECTORS] });
    const mail = 'jo@example.com';
    expect(
      redactFields(
        {
          id: mail,
          workload: 'w',
          trace_id: mail,
          run: mail,
          incident: mail,
          ts: NaN,
          error: `for ${mail}`,
          segment: mail,
          tool: mail,
          latency_ms: 1e12,
          release: '10.0.0.1',
          model: '10.0.0.1',
          cause: '10.0.0.1',
          attributes: { [mail]: mail, card: 4111111111111111, n: 1718000000000, yes: true },
          categories: { [mail]: 3 },
          conversation: mail,
        },
        null,
      ),
    ).toEqual({
      id: mail,
      workload: 'w',
      trace_id: mail,
      run: mail,
      incident: mail,
      ts: NaN,
      error: 'for [email]',
      segment: '[email]',
      tool: '[email]',
      latency_ms: 1e12,
      release: '10.0.0.1',
      model: '10.0.0.1',
      cause: '[ip]',
      attributes: { '[email]': '[email]', card: '[card]', n: 1718000000000, yes: true },
      categories: { '[email]': 3 },
      conversation: TAG,
    });
  });

  it('takes a tag of its own for one, and no sender-made one', () => {
    const { redactFields } = redactor({ attributes: { drop: [], hash: ['*'] } });
    const once = redactFields({ attributes: { a: 'x' } }, null);
    expect(redactFields(once, null)).toEqual(once);
    const forged = `hash:${'0'.repeat(32)}`;
    expect(redactFields({ attributes: { a: forged } }, null).attributes.a).not.toBe(forged);
  });

  it('never throws on an event of the contract, and changes nothing the second time', () => {
    const { redactFields } = redactor(everything);
    fc.assert(
      fc.property(validEvent, (event) => {
        const once = redactFields(event, null);
        expect(redactFields(once, null)).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('redaction of a rejected event', () => {
  const reject = (value: unknown, rules = everything) => {
    const rawText = value === undefined ? 'not json jo@example.com' : JSON.stringify(value);
    return redactor(rules).redactRejected({ value, rawText, errors: [] });
  };

  it('goes through all of it, fields of the contract or not', () => {
    const { rawText } = reject({
      id: 'jo@example.com',
      workload: 'jo@example.com',
      'jo@example.com': ['jo@example.com', { deep: 'jo@example.com' }],
      attributes: { drop_me: { deep: 'secret words' }, hash_me: ['secret words'] },
      cause: { text: 'secret words' },
      drop_here: 'secret words',
      hash_here: 'secret words',
      odd: [{ drop_there: 'secret words', reviewer: 'secret words', run: 'jo@example.com' }],
      reviewer: { name: 'secret words' },
      run: { by: 'jo@example.com' },
      fields: 'jo@example.com',
      ts: 'on 2026-01-02 by jo@example.com',
    });
    expect(rawText).not.toContain('secret words');
    expect(JSON.parse(rawText)).toEqual({
      id: 'jo@example.com',
      workload: '[email]',
      '[email]': ['[email]', { deep: '[email]' }],
      attributes: { hash_me: TAG },
      cause: null,
      hash_here: TAG,
      odd: [{ reviewer: TAG, run: '[email]' }],
      reviewer: TAG,
      run: { by: '[email]' },
      fields: '[email]',
      ts: 'on 2026-01-02 by [email]',
    });
    expect(reject({ attributes: [{ key: 'drop', value: 'secret words' }] }).value).toEqual({
      attributes: '[removed]',
    });
  });

  it('keeps no body that cannot be looked through by field, and redacts it where none is named', () => {
    expect(reject(undefined).rawText).toMatch(/^\[removed/);
    expect(reject(undefined, { detect: ['email'] }).rawText).toBe('not json [email]');
  });

  it("leaves none of the sender's words in the reasons", () => {
    const { redactRejected } = redactor({ ...everything, detect: ['email'] });
    const reasons = [
      ['ok', 'expected true or false, got "jo@exampl…"', 'expected true or false, got a text'],
      ['attributes.drop_me', 'expected a string, got 7', 'expected a string'],
      ['', `line 3 is not JSON: Unexpected token 'h', "{"a": hunter2"`, 'line 3 is not JSON'],
      ['score', 'expected a number, got true', 'expected a number, got true'],
    ] as const;
    const errors = reasons.map(([path, message]) => ({ path, message }));
    expect(
      redactRejected({ value: {}, rawText: '{}', errors }).errors.map(({ message }) => message),
    ).toEqual(reasons.map(([, , message]) => message));
  });

  it('of any depth and size comes to an end', () => {
    let deep: unknown = 'jo@example.com';
    for (let i = 0; i < 50_000; i += 1) deep = [deep];
    const kept = redactor(everything).redactRejected({ value: { deep }, rawText: '', errors: [] });
    expect(kept.rawText).toContain('[removed]');
    expect(kept.rawText).not.toContain('example.com');
    const wide = Array.from({ length: 3000 }, () => 'jo@example.com '.repeat(10));
    expect(reject({ wide }).rawText).not.toContain('example.com');
  });

  it('never throws, and changes nothing the second time', () => {
    const { redactRejected } = redactor(everything);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = redactRejected({ value, rawText: JSON.stringify(value), errors: [] });
        expect(redactRejected(once).rawText).toBe(once.rawText);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a pattern of attribute names', () => {
  it('fits as the same pattern does as a regular expression', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(texts, texts, (name, glob) => {
        const shape = glob.replaceAll('.', String.raw`\.`).replaceAll('*', '.*');
        expect(matchesGlob(name, glob)).toBe(new RegExp(`^${shape}$`, 's').test(name));
      }),
      { numRuns: 5000 },
    );
  });
});
