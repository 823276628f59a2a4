import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientBehind, parseTrustedProxies } from '../../server/access/trusted-proxies.ts';

const OWN = parseTrustedProxies('10.0.0.0/8, ::1');

test.each([
  ['nobody said anything', '203.0.113.9', undefined, '203.0.113.9'],
  ['a stranger says something', '203.0.113.9', '198.51.100.7', '203.0.113.9'],
  ['a proxy says who', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['a proxy as a socket of both families', '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['two proxies', '10.0.0.1', '198.51.100.7, 10.2.2.2', '198.51.100.7'],
  ['a client that lies to the proxy', '10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
  ['over IPv6', '::1', '2001:db8::7', '2001:db8::7'],
  ['a proxy that says nothing', '10.0.0.1', undefined, '10.0.0.1'],
  ['a proxy that says nonsense', '10.0.0.1', '198.51.100.7, unknown', '10.0.0.1'],
  ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ['only proxies', '10.0.0.1', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
])('%s', (_, remote, header, client) => {
  expect(clientBehind(remote, header, OWN)).toBe(client);
});

test('what stands before the last address that is not a proxy’s changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), (written) => {
      const header = `${written},198.51.100.7,10.2.2.2`;
      expect(clientBehind('10.0.0.1', header, OWN)).toBe('198.51.100.7');
      expect(clientBehind('203.0.113.9', header, OWN)).toBe('203.0.113.9');
      expect(clientBehind('10.0.0.1', header, [])).toBe('10.0.0.1');
    }),
  );
});

test.each(['proxy.example', '10.0.0.0/33', '10.0.0'])('%s is no list of addresses', (text) => {
  expect(() => parseTrustedProxies(text)).toThrow(RangeError);
});
