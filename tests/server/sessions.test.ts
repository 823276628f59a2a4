import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSession, writeSession } from '../../server/access/sessions.ts';
import { readSigned, signText } from '../../server/access/signed-text.ts';
import { readAttempt, writeAttempt } from '../../server/access/sign-on-attempt.ts';

const KEY = Buffer.alloc(32, 1);
const session = { person: 'operations', generation: 3, nonce: 'a-nonce_1', expiresMs: 60_000 };

test('a session says what it was opened with until it expires, and nothing afterwards', () => {
  const cookie = writeSession(session, KEY);
  expect(readSession(cookie, KEY, 60_000)).toEqual(session);
  expect(readSession(cookie, KEY, 60_001)).toBeNull();
  expect(readSession(cookie, Buffer.alloc(32, 2), 0)).toBeNull();
});

test('a cookie with any character changed, added or taken away opens nothing', () => {
  const cookie = writeSession(session, KEY);
  const place = fc.nat({ max: cookie.length - 1 });
  fc.assert(
    fc.property(place, fc.constantFrom('', 'x', '.', '0', 'xx'), (at, instead) => {
      const changed = cookie.slice(0, at) + instead + cookie.slice(at + 1);
      fc.pre(changed !== cookie);
      expect(readSession(changed, KEY, 0)).toBeNull();
    }),
  );
});

test('a text that was signed for one purpose is none for another', () => {
  fc.assert(
    fc.property(fc.string(), (content) => {
      expect(readSigned('session', signText('session', content, KEY), KEY)).toBe(content);
      expect(readSigned('session', signText('sign-on', content, KEY), KEY)).toBeNull();
    }),
  );
  const attempt = { state: 's', nonce: 'n', verifier: 'v' };
  const cookie = writeAttempt(attempt, KEY, 0);
  expect(readAttempt(cookie, KEY, 900_000)).toEqual(attempt);
  expect(readAttempt(cookie, KEY, 900_001)).toBeNull();
  expect(readSession(cookie, KEY, 0)).toBeNull();
});
