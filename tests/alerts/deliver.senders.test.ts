import { createHmac, timingSafeEqual } from 'node:crypto';
import { expect, test } from 'vitest';
import { dedupKey } from '../../alerts/deliver/build-pagerduty.ts';
import { createSender, testDelivery } from '../../alerts/deliver/create-sender.ts';
import type { Mail, PostRequest } from '../../alerts/deliver/post.ts';
import { packNotices, type Delivery, type Notice } from '../../alerts/people/notice.ts';
import { parseReceiver } from '../../alerts/people/receiver.ts';
import { localSender, startReceiver } from './deliver-servers.ts';
import { deliveryOf } from './deliver-world.ts';
import { alertOf, NOON_MS } from './people-world.ts';

const SECRET = 'a secret of some length';
const HOSTILE =
  '<!channel> <https://evil.example|click> *x* & <script>alert(1)</script> "{{value}}"';
const soon = () => AbortSignal.timeout(5_000);

const hostile = (): Delivery => {
  const labels = { rule: HOSTILE, workload: HOSTILE, severity: 'page' };
  const alert = { summary: `${HOSTILE}\r\nBcc: eve@evil.example`, description: HOSTILE, labels };
  return deliveryOf('a', 'fire', {
    alert: { ...alert, runbookUrl: 'https://run.example/?a=1&b="2"' },
  });
};

/** What a sender would have sent. */
function recorded(status = 200) {
  const [posts, mails]: [PostRequest[], Mail[]] = [[], []];
  const sender = createSender({
    now: () => NOON_MS,
    linkOf: () => 'https://bellwether.example/alerts/a|b',
    post: (request) => {
      posts.push(request);
      return Promise.resolve({ status, retryAfterSeconds: 3, text: 'told\nyou' });
    },
    sendMail: (mail) => {
      mails.push(mail);
      return Promise.resolve();
    },
  });
  return { sender, posts, mails };
}

test('a webhook can check that the body is ours and new', async () => {
  const server = await startReceiver();
  const hook = parseReceiver(
    'ops',
    { type: 'webhook', url: `${server.url}/h?x=1`, secret: SECRET },
    null,
  );
  const delivery = hostile();
  expect(await localSender().send(hook, delivery, soon())).toEqual({ kind: 'sent' });
  const [got] = server.got;
  const [, second = '', signature = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got?.headers['bellwether-signature'])) ?? [];
  const own = createHmac('sha256', SECRET).update(`${second}.${got?.body}`).digest();
  expect(timingSafeEqual(own, Buffer.from(signature, 'hex'))).toBe(true);
  expect(Math.abs(Number(second) * 1_000 - Date.now())).toBeLessThan(10_000);
  expect(got?.headers['idempotency-key']).toBe(delivery.key);
  expect(got?.path).toBe('/h?x=1');
  expect(JSON.parse(got?.body ?? '')).toMatchObject({
    key: delivery.key,
    notices: [{ event: 'fire', sequence: 1, alert: { id: 'a', episode: 1, description: HOSTILE } }],
  });
});

test('Slack shows text as it is: no mention, no link of an alert becomes one', async () => {
  const { sender, posts } = recorded();
  const chat = parseReceiver('chat', { type: 'slack', url: 'https://hooks.slack.com/x' }, null);
  await sender.send(chat, hostile(), soon());
  const body = posts[0]?.body ?? '';
  const links = body.match(/<[^>]*>/g);
  expect(links).toEqual([
    '<https://bellwether.example/alerts/a%7Cb|Alert>',
    '<https://run.example/?a=1&amp;b=\\"2\\"|Runbook>',
  ]);
  expect(body).toContain('&lt;!channel&gt;');
});

test('Slack is sent no more than it takes, however much there is', async () => {
  const { sender, posts } = recorded();
  const chat = parseReceiver('chat', { type: 'slack', url: 'https://hooks.slack.com/x' }, null);
  const alert = alertOf({ description: '<&>'.repeat(1_300), summary: '&'.repeat(2_000) });
  const notices = Array.from({ length: 120 }, (): Notice => ({
    event: 'fire',
    sequence: 1,
    note: null,
    alert,
  }));
  const base = { receiver: 'chat', groupLabels: {}, plannedMs: NOON_MS };
  for (const delivery of packNotices(base, notices)) await sender.send(chat, delivery, soon());
  const { blocks } = JSON.parse(posts[0]?.body ?? '') as { blocks: { text?: { text: string } }[] };
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { text } of blocks) {
    expect(text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
    expect(text?.text ?? '').not.toMatch(/&[a-z]{0,3}(…|$)/);
  }
});

test('PagerDuty gets an event per alert: triggered, acknowledged and resolved under one key', async () => {
  const { sender, posts } = recorded(202);
  const key = 'k'.repeat(32);
  const pager = parseReceiver('pager', { type: 'pagerduty', routing_key: key }, null);
  const events = ['fire', 'repeat', 'escalate', 'acknowledge', 'resolve'] as const;
  for (const event of events) await sender.send(pager, deliveryOf('a', event), soon());
  const bodies = posts.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(bodies.map((body) => body['event_action'])).toEqual([
    'trigger',
    'trigger',
    'trigger',
    'acknowledge',
    'resolve',
  ]);
  expect(new Set(bodies.map((body) => body['dedup_key']))).toEqual(new Set(['a#1']));
  expect(bodies[0]).toMatchObject({
    routing_key: key,
    payload: { severity: 'critical', source: 'w', summary: 'w: too many errors', class: 'r' },
  });
  expect(posts[0]?.url).toBe('https://events.pagerduty.com/v2/enqueue');
  expect(dedupKey({ id: 'x'.repeat(300), episode: 2 })).toHaveLength(64);
});

test('an attempt goes on where the one before it came to', async () => {
  let left = 2;
  const keys: unknown[] = [];
  const sender = createSender({
    now: () => NOON_MS,
    linkOf: () => null,
    sendMail: () => Promise.reject(new Error('no mail here')),
    post: ({ headers }) => {
      if (left === 0) return Promise.reject(new Error('no answer in time'));
      left -= 1;
      keys.push(headers['idempotency-key']);
      return Promise.resolve({ status: 202, retryAfterSeconds: null, text: '' });
    },
  });
  const pager = parseReceiver('p', { type: 'pagerduty', routing_key: 'k'.repeat(32) }, null);
  const notices = ['a', 'b', 'c'].flatMap((id) => deliveryOf(id).notices);
  const delivery = { ...deliveryOf('a'), key: 'key', notices };
  expect(await sender.send(pager, delivery, soon())).toMatchObject({ kind: 'failed' });
  left = 5;
  expect(await sender.send(pager, delivery, soon())).toEqual({ kind: 'sent' });
  expect(keys).toEqual(['key-0', 'key-1', 'key-2']);
});

test('mail has one subject line, escaped HTML and the same id when it is sent again', async () => {
  const { sender, mails } = recorded();
  const mail = { type: 'email', url: 'smtp://h', from: 'b@b.example', to: ['ops@b.example'] };
  const receiver = parseReceiver('mail', mail, null);
  await sender.send(receiver, hostile(), soon());
  await sender.send(receiver, hostile(), soon());
  const [first, second] = mails;
  expect(first?.subject).not.toMatch(/[\r\n]/);
  expect(first?.html).not.toContain('<script>');
  expect(first?.html).toContain('&lt;script&gt;');
  expect(first?.html).toContain('href="https://run.example/?a=1&amp;b=&quot;2&quot;"');
  expect(first?.text).toContain(HOSTILE);
  expect(first?.messageId).toBe(second?.messageId);
});

test('Alertmanager gets labels it takes, no end while it fires and one when it is over', async () => {
  const { sender, posts } = recorded();
  const am = { type: 'alertmanager', url: 'https://am.example/prefix', authorization: 'Bearer x' };
  const receiver = parseReceiver('am', am, null);
  await sender.send(
    receiver,
    deliveryOf('a', 'fire', { alert: { labels: { rule: 'r', tool: '' } } }),
    soon(),
  );
  await sender.send(receiver, deliveryOf('a', 'resolve'), soon());
  expect(posts[0]).toMatchObject({
    url: 'https://am.example/prefix/api/v2/alerts',
    headers: { authorization: 'Bearer x' },
  });
  const [fire, over] = posts.map(({ body }) => (JSON.parse(body) as object[])[0]);
  expect(fire).not.toHaveProperty('endsAt');
  expect(fire).toMatchObject({ labels: { alertname: 'r', rule: 'r' } });
  expect(fire).not.toHaveProperty('labels.tool');
  expect(over).toMatchObject({ endsAt: new Date(NOON_MS + 60_000).toISOString() });
});

test.each([
  [200, { kind: 'sent' }],
  [302, { scope: 'receiver', reason: 'answered 302: redirects are not followed' }],
  [400, { scope: 'delivery', reason: 'answered 400: told you' }],
  [404, { scope: 'receiver' }],
  [429, { scope: 'receiver', retryAfterSeconds: 3 }],
  [503, { scope: 'receiver', retryAfterSeconds: 3 }],
])('an answer of %i is what it is', async (status, outcome) => {
  const { sender } = recorded(status);
  const hook = parseReceiver(
    'ops',
    { type: 'webhook', url: 'https://x.example', secret: SECRET },
    null,
  );
  expect(await sender.send(hook, deliveryOf('a'), soon())).toMatchObject(outcome);
});

test('a failure names the host, never the path that is the secret', async () => {
  const chat = parseReceiver('chat', { type: 'slack', url: 'http://10.0.0.1/s/SECRET' }, null);
  const outcome = await localSender().send(chat, deliveryOf('a'), soon());
  expect(outcome).toMatchObject({ kind: 'failed', scope: 'receiver' });
  expect(JSON.stringify(outcome)).not.toContain('SECRET');
});

test('a test says that it is one and leaves nothing open', () => {
  const { notices } = testDelivery('ops', 't1', NOON_MS);
  expect(notices.map(({ event }) => event)).toEqual(['fire', 'resolve']);
  expect(notices[0]?.alert.summary).toContain('test');
});
