import { expect, test } from 'vitest';
import { LEFT_OUT, hideSecrets, hideSecretsOfChange } from '../../server/record/hide-secrets.ts';

test('every member that holds a secret or its hash is left out, at any depth, and nothing else is', () => {
  const secrets =
    'secret client_secret password password_hash smtpPassword hash key_hash token access_token link_hash salt private_key routing_key credentials'.split(
      ' ',
    );
  const plain = 'title evidence_hash user_hash max_tokens input_usd_per_mtok digest'.split(' ');
  const members = (names: readonly string[], value: unknown) =>
    Object.fromEntries(names.map((name) => [name, value]));
  const document = { list: [members([...secrets, ...plain], 'x')] };
  expect(hideSecrets(document)).toEqual({
    list: [{ ...members(secrets, LEFT_OUT), ...members(plain, 'x') }],
  });
});

test('a text that is sealed or a hash of a password is left out whatever its name', () => {
  expect(hideSecrets({ url: 'sealed:AAAA', a: '$argon2id$v=19$x', b: 'plain' })).toEqual({
    url: LEFT_OUT,
    a: LEFT_OUT,
    b: 'plain',
  });
});

test('a secret that is there or not is told apart, and a change inside one tells nothing of it', () => {
  expect(hideSecrets({ secret: null })).toEqual({ secret: null });
  expect(hideSecretsOfChange({ path: ['secret'], before: 'a', after: null })).toEqual({
    path: ['secret'],
    before: LEFT_OUT,
    after: null,
  });
  const inside = { path: ['credentials', 'user'], after: 'ada' };
  expect(hideSecretsOfChange(inside)).toEqual({ path: inside.path, after: LEFT_OUT });
});
