import { expect, test } from 'vitest';
import { namesPerson, personRoles } from '../../core/person.ts';

const operations = { id: 'operations', email: 'Ops@example.com' };

test.each([
  ['operations', true],
  [' operations ', true],
  ['ops@EXAMPLE.com', true],
  ['Operations', false],
  ['Operations manager', false],
  ['', false],
  ['ops@example.com.evil.example', false],
])('an owner written as %j names the person: %s', (text, isNamed) => {
  expect(namesPerson(text, operations)).toBe(isNamed);
});

test('somebody without an email is named by id only', () => {
  expect(namesPerson('', { id: 'operations', email: null })).toBe(false);
  expect(namesPerson('null', { id: 'operations', email: null })).toBe(false);
});

test('a role stands once', () => {
  expect(personRoles.safeParse(['viewer', 'viewer']).success).toBe(false);
});
