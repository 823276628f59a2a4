import { expect, test } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import { compileInhibited, compileInhibition } from '../../alerts/people/inhibition.ts';
import { compileMatchers } from '../../alerts/labels/matcher.ts';
import { isMuted, muteDocument } from '../../alerts/people/mute-schedule.ts';
import { mapSecrets, parseReceiver, showReceiver } from '../../alerts/people/receiver.ts';
import { parseRoutes } from '../../alerts/people/route-document.ts';
import { compileRoute, routesOf } from '../../alerts/people/route.ts';
import { openSecret, sealSecret } from '../../alerts/people/seal-secret.ts';
import { parseSilence } from '../../alerts/labels/silence.ts';

const faultsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof BellwetherError) {
      return error.errors.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
};
const HOOK = { type: 'webhook', url: 'https://example.org/x', secret: '0123456789abcdef' };

test('matchers compare whole values, and a label that is not there is empty', () => {
  const matches = (op: '=' | '!=' | '=~' | '!~', value: string, labels: Record<string, string>) =>
    compileMatchers([{ label: 'stage', op, value }])(labels);
  expect(matches('=', 'pilot', { stage: 'pilot' })).toBe(true);
  expect(matches('!=', 'pilot', {})).toBe(true);
  expect(matches('=~', 'pil', { stage: 'pilot' })).toBe(false);
  expect(matches('=~', 'pil.*|x', { stage: 'pilot' })).toBe(true);
  expect(matches('!~', 'pil.*', { stage: 'pilot' })).toBe(false);
  expect(matches('=', '', {})).toBe(true);
});

test('a secret is written, kept when left out, and never shown', () => {
  const hook = parseReceiver('ops', HOOK, null);
  expect(showReceiver(hook)).not.toHaveProperty('secret');
  expect(parseReceiver('ops', showReceiver(hook), hook)).toEqual(hook);
  expect(faultsOf(() => parseReceiver('ops', showReceiver(hook), null))[0]).toMatch(/^secret:/);
  const slack = parseReceiver('chat', { type: 'slack', url: 'https://hooks.slack.com/s/1' }, null);
  expect(JSON.stringify(showReceiver(slack))).not.toContain('hooks.slack.com');
  expect(parseReceiver('chat', { type: 'slack' }, slack)).toEqual(slack);
});

test('a secret that is sent along does not follow to another address', () => {
  const first = { type: 'alertmanager', url: 'https://am.example', authorization: 'Bearer x' };
  const before = parseReceiver('am', first, null);
  expect(parseReceiver('am', { type: 'alertmanager', url: 'https://am.example' }, before)).toEqual(
    before,
  );
  const moved = parseReceiver('am', { type: 'alertmanager', url: 'https://evil.example' }, before);
  expect(moved).not.toHaveProperty('authorization');
});

test('addresses with a login, other schemes and headers in headers are refused', () => {
  const bad = [
    { ...HOOK, url: 'https://a:b@example.org' },
    { ...HOOK, url: 'file:///etc/passwd' },
    { type: 'email', url: 'http://x', from: 'a@b.example', to: ['a@b.example'] },
    {
      type: 'email',
      url: 'smtp://x',
      from: 'a@b.example\r\nBcc: c@d.example',
      to: ['a@b.example'],
    },
    { type: 'alertmanager', url: 'https://x', authorization: 'a\r\nb: c' },
    { type: 'carrier-pigeon' },
  ];
  for (const input of bad) expect(() => parseReceiver('r', input, null)).toThrow(BellwetherError);
});

test('sealed secrets open with their key only', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const hook = parseReceiver('ops', HOOK, null);
  const sealed = mapSecrets(hook, (text) => sealSecret(text, key, Buffer.alloc(12, 3)));
  expect(JSON.stringify(sealed)).not.toContain(HOOK.secret);
  const opened = mapSecrets({ ...sealed, type: hook.type }, (text) => openSecret(text, key));
  expect(opened).toEqual(hook);
  expect(() => openSecret(String(sealed['secret']), other)).toThrow();
});

test('routes name receivers that exist and end with one for everything else', () => {
  const input = {
    routes: [{ receiver: 'gone' }, { match: { severity: 'page' }, receiver: 'ops' }],
  };
  expect(faultsOf(() => parseRoutes(input, (id) => id === 'ops'))).toEqual([
    'routes.0.receiver: no receiver is called gone',
    'routes.1.match: the last route takes what no other did: it may not match by labels',
  ]);
  const { routes } = parseRoutes({ routes: [{ receiver: null }] }, () => false);
  expect(routes[0]).toMatchObject({
    group_by: ['workload'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '4h',
  });
});

test('an alert takes the first route that means it, and further ones only by continue', () => {
  const { routes } = parseRoutes(
    {
      routes: [
        { match: { severity: 'page' }, receiver: 'a', continue: true },
        { match: { severity: 'page' }, receiver: 'b' },
        { receiver: 'c' },
      ],
    },
    () => true,
  );
  const told = (labels: Record<string, string>) =>
    routesOf(routes.map(compileRoute), labels).map(({ receiver }) => receiver);
  expect(told({ severity: 'page' })).toEqual(['a', 'b']);
  expect(told({ severity: 'info' })).toEqual(['c']);
});

test('quiet hours follow the wall clock of their zone, over midnight and summer time', () => {
  const night = muteDocument.parse({
    time_zone: 'Europe/Berlin',
    weekdays: ['fri'],
    from: '22:00',
    to: '06:00',
  });
  const at = (text: string) => isMuted(night, Date.parse(text));
  expect(at('2026-01-02T20:59:59Z')).toBe(false);
  expect(at('2026-01-02T21:00:00Z')).toBe(true);
  expect(at('2026-01-03T04:59:59Z')).toBe(true);
  expect(at('2026-01-03T05:00:00Z')).toBe(false);
  expect(at('2026-01-03T21:30:00Z')).toBe(false);
  expect(at('2026-07-03T20:00:00Z')).toBe(true);
  expect(at('2026-07-03T19:59:00Z')).toBe(false);
  expect(at('2026-07-04T04:00:00Z')).toBe(false);
  expect(() => muteDocument.parse({ time_zone: 'Mars/Olympus' })).toThrow();
  expect(() => muteDocument.parse({ time_zone: '+02:00' })).toThrow();
});

test('a silence has an author who is signed in, an end after its start, and a subject', () => {
  const edges = { id: 's1', author: 'person:ada', nowMs: 0 };
  const matchers = [{ label: 'workload', value: 'support' }];
  const input = { matchers, ends_at: '1970-01-01T01:00:00Z', reason: 'deploy', author: 'eve' };
  expect(parseSilence(input, edges)).toMatchObject({
    author: 'person:ada',
    starts_at: '1970-01-01T00:00:00.000Z',
  });
  const late = { ...input, starts_at: '1970-01-01T02:00:00Z' };
  expect(faultsOf(() => parseSilence(late, edges))[0]).toContain('ends_at');
  const all = { ...input, matchers: [{ label: 'workload', op: '=~', value: '.*' }] };
  expect(faultsOf(() => parseSilence(all, edges))[0]).toContain('without any label');
  const bad = { ...input, matchers: [{ label: 'workload', op: '=~', value: '(a' }] };
  expect(faultsOf(() => parseSilence(bad, edges))[0]).toContain('matchers.0.value');
});

test('a source inhibits targets with equal labels, and never itself or its like', () => {
  const rule = compileInhibition({
    source: [{ label: 'severity', op: '=', value: 'page' }],
    target: [{ label: 'severity', op: '!=', value: 'info' }],
    equal: ['workload'],
  });
  const isInhibited = compileInhibited([rule], [{ severity: 'page', workload: 'a' }]);
  expect(isInhibited({ severity: 'warn', workload: 'a' })).toBe(true);
  expect(isInhibited({ severity: 'warn', workload: 'b' })).toBe(false);
  expect(isInhibited({ severity: 'info', workload: 'a' })).toBe(false);
  expect(isInhibited({ severity: 'page', workload: 'a' })).toBe(false);
});
