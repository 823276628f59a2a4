import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDetectors, redactEverything } from '../../ingest/redact-text.ts';
import { DETECTORS, type Detector } from '../../ingest/redaction-rules.ts';

const FOUND: Readonly<Record<Detector, readonly (readonly [text: string, redacted: string])[]>> = {
  email: [
    ['write to jo.doe+x@mail.example.co.uk today', 'write to [email] today'],
    ['<jürgen@müller.de>', '<[email]>'],
    ['a@b.io,c@d.io', '[email],[email]'],
  ],
  phone: [
    ['call +49 151 23456789.', 'call [phone].'],
    ['(415) 555-2671 or 415-555-2671', '[phone] or [phone]'],
    ['Tel:030 1234567', 'Tel:[phone]'],
    ['+1 (415) 555-2671', '[phone]'],
  ],
  card: [
    ['paid with 4111 1111 1111 1111', 'paid with [card]'],
    ['5500-0000-0000-0004, 371449635398431', '[card], [card]'],
    ['10 20 30 4111 1111 1111 1111 12 34', '10 20 30 [card] 12 34'],
  ],
  iban: [
    ['DE89 3704 0044 0532 0130 00 and more', '[iban] and more'],
    ['gb82west12345698765432', '[iban]'],
    ['FR14 2004 1010 0505 0001 3M02 606', '[iban]'],
  ],
  ip: [
    ['from 10.0.0.12:8080', 'from [ip]:8080'],
    ['2001:db8::1, fe80::1ff:fe23:4567:890a', '[ip], [ip]'],
    ['::ffff:10.1.2.3', '[ip]'],
  ],
  secret: [
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [secret]'],
    ['"x-api-key": "0123456789abcdef"', '"x-api-key": "[secret]"'],
    ['sk-proj-abcDEF123456789012', '[secret]'],
    [`bw_abcdefghijkl_${'aB3'.repeat(14)}x`, '[secret]'],
    ['AKIAIOSFODNN7EXAMPLE', '[secret]'],
    [`ghp_${'x7'.repeat(18)} xoxb-${'1'.repeat(20)}`, '[secret] [secret]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3', '[secret]'],
    ['postgres://app:hunter2@db/x', 'postgres://[secret]@db/x'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- then', '[secret] then'],
  ],
};

describe('a detector', () => {
  it.each(DETECTORS)('for %s replaces what it finds, and nothing else looks for it', (detector) => {
    for (const [text, redacted] of FOUND[detector]) {
      expect(compileDetectors([detector])(text)).toBe(redacted);
    }
  });

  it('leaves alone what only looks like it', () => {
    for (const text of [
      '2026-11-25T23:02:46.123Z took 1234 ms, 12:30:00 0.123456789',
      'tokens 123456 789012 345678 of 1718000000000',
      'number 4111111111111112',
      'uuid 3fa85f64-5717-4562-b3fc-2c963f66afa6',
      'trace 4bf92f3577b34da6a3ce929d0e0e4736',
      'std::vector abc::def v1.2.3.4 release 1.2.3.4.5',
      'nobody@localhost @mention sk-learn task-force bearer certificate',
      'sk_search_documents npm_config_registry_url sk-learn-based-approach',
      'basic understanding of api-key rotation',
      'DE00370400440532013000',
      '',
    ]) {
      expect(redactEverything(text)).toBe(text);
    }
  });

  it('finds nothing where nothing is looked for', () => {
    expect(compileDetectors([])('a@b.io +49 151 23456789')).toBe('a@b.io +49 151 23456789');
  });
});

const PIECES =
  '@|.|:|::|+|(|)|-|_|/|://| |[|]|\n|sk-|bearer |eyJ|AKIA|DE89|[email]|4111111111111111|49151234567'.split(
    '|',
  );

/** Texts that detectors stumble over: pieces of what they look for, glued together anyhow. */
const hostile = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(...DETECTORS.flatMap((d) => FOUND[d].map(([t]) => t))),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(...PIECES),
      },
      fc.stringMatching(/^[0-9a-f]{1,20}$/),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

const SLOW_PIECES =
  'a|@|a.|a@|1|1 |:|a:|1.|+|+4 |(|DE89|DE89 |sk-|eyJ|eyJaaaa|bearer |api-key: |://a:|-----BEGIN PRIVATE KEY-----|a@b.co|+49151234567|4111111111111111+|1111 |0 |030 '.split(
    '|',
  );

describe('redaction of a text', () => {
  it('never throws, and changes nothing the second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const once = redactEverything(text);
        expect(redactEverything(once)).toBe(once);
      }),
      { numRuns: 20_000 },
    );
  });

  it('replaces what is planted whatever stands around it, and nothing of that', () => {
    const planted = fc.constantFrom(...DETECTORS.flatMap((detector) => FOUND[detector]));
    const around = fc.string({ unit: fc.constantFrom(' ', '\n', ',', ';', '"', 'x ', ' y') });
    fc.assert(
      fc.property(around, planted, around, (before, [text, redacted], after) => {
        expect(redactEverything(`${before} ${text} ${after}`)).toBe(
          `${before} ${redacted} ${after}`,
        );
      }),
    );
  });

  it('of a megabyte made to slow it down comes to an end', () => {
    for (const piece of SLOW_PIECES) {
      const text = piece.repeat(Math.ceil(1_048_576 / piece.length));
      expect(redactEverything(text).length).toBeGreaterThan(0);
    }
  });
});
