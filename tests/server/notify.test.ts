import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 150_000 });

const START = floorTo(Date.now(), MINUTE_MS) - 60 * MINUTE_MS;
const SECRET = 'a-secret-of-the-webhook';
let nowMs = START;
const server = useOwnServer({
  now: () => nowMs,
  env: { BELLWETHER_RECEIVER_ALLOW: '127.0.0.1' },
});

interface Received {
  readonly key: string | undefined;
  readonly signature: string;
  readonly body: string;
}
const received: Received[] = [];
let hook: Server;
let url = '';

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { headers } = request;
      const key = headers['idempotency-key'];
      received.push({
        key: typeof key === 'string' ? key : undefined,
        signature: String(headers['bellwether-signature']),
        body,
      });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));

const put = (path: string, body: object) => server().ask(path, body, { method: 'PUT' });

async function failAt(minute: number, ok: boolean): Promise<void> {
  const events = Array.from({ length: 10 }, (_, i) => ({
    kind: 'run',
    workload: 'shop',
    id: `${minute}-${i}`,
    ts: START + minute * MINUTE_MS + i,
    ok,
  }));
  expect((await server().ask('/v1/events', events)).status).toBe(202);
}

async function passTo(minute: number): Promise<void> {
  // Before the clock moves: the server's own evaluation must not be faster than the telemetry.
  await server().ask('/api/ingest/flush', {});
  nowMs = START + (minute + 1) * MINUTE_MS + 1000;
  await server().evaluateAlerts();
}

test('an alert reaches a webhook, signed and once, and so does its end', async () => {
  const refused = await put('/api/receivers/ops-hook', { type: 'webhook', url: 'no address' });
  expect(refused.status).toBe(400);
  const kept = await put('/api/receivers/ops-hook', { type: 'webhook', url, secret: SECRET });
  expect(kept).toMatchObject({ status: 200, body: { id: 'ops-hook', status: { dead: false } } });
  expect(JSON.stringify(kept.body)).not.toContain(SECRET);
  const route = { group_wait: '0s', group_interval: '1s', receiver: 'ops-hook' };
  expect((await put('/api/routes', { routes: [route] })).status).toBe(200);
  const when = { signal: 'error_rate', op: '>', threshold: 0.5, window: '1m' };
  expect((await put('/api/rules/errors', { title: 'Errors', when })).status).toBe(200);

  nowMs = START + MINUTE_MS;
  await failAt(0, false);
  await passTo(1);
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 45_000 });
  const [fired] = received;
  const [, time, sent] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(fired!.signature) ?? [];
  const wanted = createHmac('sha256', SECRET).update(`${time}.${fired!.body}`).digest('hex');
  expect(sent).toBe(wanted);
  expect(fired!.key).toBeTruthy();
  expect(fired!.body).toContain('"shop');

  await failAt(1, true);
  await passTo(2);
  await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 45_000 });
  expect(received[1]!.body).toContain('resolved');
  expect(received[1]!.key).not.toBe(fired!.key);
  const { body } = await server().ask('/api/receivers/ops-hook');
  expect(body).toMatchObject({ status: { waiting: 0, failures_in_row: 0 } });
});

test('a silence holds back what it matches, and the test button goes past it', async () => {
  const silence = {
    matchers: [{ label: 'workload', op: '=', value: 'shop' }],
    ends_at: new Date(START + 30 * MINUTE_MS).toISOString(),
    reason: 'moving house',
  };
  const { status, body } = await server().ask('/api/silences', silence);
  expect(status).toBe(201);
  expect(body).toMatchObject({ reason: 'moving house', author: expect.stringContaining('key:') });
  await failAt(2, false);
  await passTo(3);
  expect((await server().ask('/api/alerts')).body).toMatchObject({ items: [{ state: 'firing' }] });
  const before = received.length;
  const tested = await server().ask('/api/receivers/ops-hook/test', {});
  expect(tested.body).toEqual({ sent: true, reason: null });
  expect(received).toHaveLength(before + 1);
  expect(received.at(-1)!.body).toContain('This is a test');
  const { id } = body as { id: string };
  const lifted = await server().request(`/api/silences/${id}`, { method: 'DELETE' });
  expect(lifted.status).toBe(204);
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(before + 1), { timeout: 45_000 });
});

test('an alert says who was told of it and how that went, and who is next or what holds it back', async () => {
  const lead = { type: 'webhook', url: `${url}/lead`, secret: SECRET };
  expect((await put('/api/receivers/lead', lead)).status).toBe(200);
  const escalate = [{ after: '15m', receiver: 'lead' }];
  const route = { group_wait: '0s', group_interval: '1s', receiver: 'ops-hook', escalate };
  expect((await put('/api/routes', { routes: [route] })).status).toBe(200);
  const [alert] = ((await server().ask('/api/alerts')).body as { items: { id: string }[] }).items;
  const read = async () =>
    (await server().ask(`/api/alerts/${alert!.id}`)).body as Record<string, unknown>;
  const first = await read();
  expect(first['told']).toContainEqual(
    expect.objectContaining({ receiver: 'ops-hook', event: 'fire', outcome: 'sent', reason: null }),
  );
  expect(first).toMatchObject({ next: { receiver: 'lead', event: 'escalate' }, held: null });
  await server().ask(`/api/alerts/${alert!.id}/acknowledge`, {});
  expect(await read()).toMatchObject({ next: null, held: { by: 'acknowledged', until: null } });
});

test('a receiver goes only once no route names it, and nothing is sent to it any more', async () => {
  const remove = (id: string) =>
    server().ask(`/api/receivers/${id}`, undefined, { method: 'DELETE' });
  expect(await remove('lead')).toMatchObject({
    status: 409,
    body: { errors: [{ path: 'routes.0.escalate.0.receiver' }] },
  });
  expect((await put('/api/routes', { routes: [{ receiver: null }] })).status).toBe(200);
  expect((await remove('ops-hook')).status).toBe(204);
  expect((await server().ask('/api/receivers/ops-hook')).status).toBe(404);
  expect((await remove('ops-hook')).status).toBe(404);
  const before = received.length;
  await failAt(4, true);
  await passTo(5);
  expect((await server().ask('/api/alerts')).body).toMatchObject({ items: [] });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(received).toHaveLength(before);
});
