import { request as httpRequest, createServer, type RequestListener, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createGuardedPost } from '../../alerts/deliver/guarded-post.ts';
import { createMailSender, type TransportOptions } from '../../alerts/deliver/smtp-mail.ts';
import { parseAllowList, refuseAddress } from '../../alerts/deliver/refuse-address.ts';

const TARGET = { host: 'hook.example', port: 443 };
const EVERYTHING = parseAllowList(
  '127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, ::1, fc00::/7, hook.example',
);

test.each([
  ['169.254.169.254'],
  ['169.254.0.1'],
  ['fe80::1'],
  ['fd00:ec2::254'],
  ['168.63.129.16'],
  ['100.100.100.200'],
  ['::ffff:169.254.169.254'],
  ['::ffff:a9fe:a9fe'],
  ['64:ff9b::a9fe:a9fe'],
  ['2002:a9fe:a9fe::1'],
  ['::a9fe:a9fe'],
  ['0.0.0.0'],
  ['0.1.2.3'],
  ['::'],
  ['100.64.0.1'],
  ['224.0.0.1'],
  ['255.255.255.255'],
  ['ff02::1'],
  ['198.18.0.1'],
  ['2001::1'],
  ['fe80::1%eth0'],
  ['nonsense'],
  ['0177.0.0.1'],
])('%s is refused whatever is listed', (address) => {
  expect(refuseAddress(address, TARGET, EVERYTHING)).not.toBeNull();
});

test.each([
  ['127.0.0.1'],
  ['127.255.255.254'],
  ['10.1.2.3'],
  ['172.31.255.255'],
  ['192.168.0.1'],
  ['::1'],
  ['fd12:3456::1'],
  ['::ffff:127.0.0.1'],
  ['::ffff:0a01:0203'],
])('%s is reached only where it is listed', (address) => {
  expect(refuseAddress(address, TARGET, [])).toContain('BELLWETHER_RECEIVER_ALLOW');
  expect(refuseAddress(address, TARGET, EVERYTHING)).toBeNull();
});

test.each([
  ['93.184.216.34'],
  ['172.32.0.1'],
  ['2606:2800:220:1::1'],
  ['100.128.0.1'],
  ['1.1.1.1'],
])('%s needs no list', (address) => {
  expect(refuseAddress(address, TARGET, [])).toBeNull();
});

test('a listed host or port opens that one only', () => {
  const allowed = parseAllowList('alertmanager:9093,[::1]:25,10.0.0.0/24');
  const at = (address: string, host: string, port: number) =>
    refuseAddress(address, { host, port }, allowed) === null;
  expect(at('10.9.9.9', 'alertmanager', 9093)).toBe(true);
  expect(at('10.9.9.9', 'AlertManager', 9093)).toBe(true);
  expect(at('10.9.9.9', 'alertmanager', 9094)).toBe(false);
  expect(at('10.9.9.9', 'other', 9093)).toBe(false);
  expect(at('169.254.169.254', 'alertmanager', 9093)).toBe(false);
  expect(at('::1', '::1', 25)).toBe(true);
  expect(at('::1', '::1', 80)).toBe(false);
  expect(at('10.0.0.7', 'x', 1)).toBe(true);
  expect(at('10.0.1.7', 'x', 1)).toBe(false);
});

test.each([
  ['169.254.0.0/16'],
  ['0.0.0.0/0'],
  ['8.8.8.8'],
  ['10.0.0.0/7'],
  ['fe80::/10'],
  ['::/0'],
  ['fd00:ec2::254'],
  ['http://x'],
  ['x:99999'],
  ['999.1.1.1'],
])('%s cannot be listed', (entry) => {
  expect(() => parseAllowList(entry)).toThrow(RangeError);
});

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  return Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
});

function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const lookups: string[] = [];
const postWith = (allow: string, addresses: readonly string[] = ['127.0.0.1']) =>
  createGuardedPost({
    httpRequest,
    httpsRequest,
    allowed: parseAllowList(allow),
    lookup: (host) => {
      lookups.push(host);
      return Promise.resolve(addresses);
    },
  });
const ask = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body: '{}' });
const soon = () => AbortSignal.timeout(5_000);

test('the host is resolved once and reached under its own name at the checked address', async () => {
  const hosts: unknown[] = [];
  const port = await listen((request, response) => {
    hosts.push(request.headers.host);
    response.end('well');
  });
  const answer = await postWith('hook.example')(ask(`http://hook.example:${port}/x`), soon());
  expect(answer).toMatchObject({ status: 200, text: 'well' });
  expect(lookups).toEqual(['hook.example']);
  expect(hosts).toEqual([`hook.example:${port}`]);
});

test('a name that is answered anew with another address is not asked anew', async () => {
  const port = await listen((_request, response) => response.end('well'));
  const answers = [['127.0.0.1'], ['169.254.169.254']];
  const post = createGuardedPost({
    httpRequest,
    httpsRequest,
    allowed: parseAllowList('hook.example'),
    lookup: () => Promise.resolve(answers.shift() ?? []),
  });
  const url = `http://hook.example:${port}/`;
  expect((await post(ask(url), soon())).text).toBe('well');
  // The next request asks again, and what it is told is checked again.
  await expect(post(ask(url), soon())).rejects.toThrow('metadata');
});

test('one address that is refused refuses the host, though another is fine', async () => {
  const post = postWith('', ['93.184.216.34', '127.0.0.1']);
  await expect(post(ask('http://hook.example/secret-path'), soon())).rejects.toThrow(
    /^hook.example is refused/,
  );
});

test.each([
  ['http://127.0.0.1:9/'],
  ['http://2130706433:9/'],
  ['http://0x7f.1:9/'],
  ['http://0177.0.0.1:9/'],
  ['http://[::1]:9/'],
  ['http://[::ffff:7f00:1]:9/'],
  ['http://169.254.169.254/latest/meta-data'],
  ['http://127.1:9/'],
  ['http://0:9/'],
  ['http://127.0.0.1.:9/'],
  ['http://017700000001:9/'],
  ['http://0x7f000001:9/'],
  ['http://2852039166/latest/meta-data'],
  ['http://0xa9.0xfe.0xa9.0xfe/'],
  ['http://0251.0376.0251.0376/'],
  ['http://１２７.０.０.１:9/'],
  ['http://①②⑦.0.0.1:9/'],
  ['http://[0:0:0:0:0:0:0:1]:9/'],
  ['http://[::ffff:169.254.169.254]/'],
  ['http://[64:ff9b::7f00:1]:9/'],
  ['http://[2002:7f00:1::]:9/'],
  ['http://hook.example@127.0.0.1:9/'],
  ['http://127.0.0.1%2ehook.example:9/'],
  ['http://localhost:9/'],
  ['http://localhost.:9/'],
  ['http://LOCALHOST:9/'],
])('%s is refused before a connection', async (url) => {
  await expect(postWith('')(ask(url), soon())).rejects.toThrow('refused');
});

test('of several addresses the next is tried where one cannot be connected to', async () => {
  const port = await listen((_request, response) => response.end('well'));
  const post = postWith('hook.example', ['::1', '127.0.0.9', '127.0.0.1']);
  const answer = await post(ask(`http://hook.example:${port}/`), soon());
  expect(answer.text).toBe('well');
});

test('a redirect is an answer, not a way', async () => {
  let calls = 0;
  const port = await listen((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/', 'retry-after': '7' }).end();
  });
  const answer = await postWith('127.0.0.1')(ask(`http://127.0.0.1:${port}/`), soon());
  expect([answer.status, answer.retryAfterSeconds, calls]).toEqual([302, 7, 1]);
});

test('an endless answer is cut off and a hanging one is given up', async () => {
  const endless = await listen((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  const post = postWith('127.0.0.1');
  const answer = await post(ask(`http://127.0.0.1:${endless}/`), soon());
  expect(answer.text.length).toBeLessThanOrEqual(64 * 1024);
  const hanging = await listen(() => undefined);
  const signal = AbortSignal.timeout(100);
  await expect(post(ask(`http://127.0.0.1:${hanging}/`), signal)).rejects.toThrow('in time');
});

test('mail goes to the checked address, and a password never in plain over the public network', async () => {
  const asked: TransportOptions[] = [];
  const mailer = (address: string, allow = '') =>
    createMailSender({
      allowed: parseAllowList(allow),
      lookup: () => Promise.resolve([address]),
      createTransport: (options) => {
        asked.push(options);
        return { sendMail: () => Promise.resolve(), close: () => undefined };
      },
    });
  const mail = { from: 'a@b.example', to: [], subject: '', text: '', html: '', messageId: '' };
  const login = { ...mail, server: 'smtp://ada:p%40ss@mail.example' };
  await mailer('93.184.216.34')(login, soon());
  expect(asked[0]).toMatchObject({
    host: '93.184.216.34',
    port: 587,
    requireTLS: true,
    auth: { user: 'ada', pass: 'p@ss' },
    tls: { servername: 'mail.example' },
  });
  await expect(mailer('10.0.0.1')(login, soon())).rejects.toThrow('refused');
  await mailer('10.0.0.1', 'mail.example:587')(login, soon());
  expect(asked[1]?.requireTLS).toBe(false);
});
