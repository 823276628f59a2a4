import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 150_000 });

const START = floorTo(Date.now(), MINUTE_MS) - 60 * MINUTE_MS;
const SECRET = 'a-secret-of-the-webhook';
const SOON = { timeout: 30_000, interval: 50 };
let nowMs = START;
const server = useOwnServer({
  now: () => nowMs,
  env: { BELLWETHER_RECEIVER_ALLOW: '127.0.0.1' },
});

interface Received {
  readonly key: string;
  readonly type: string;
  readonly signature: string;
  readonly body: string;
}
interface Told {
  readonly id: string;
  readonly type: string;
  readonly specversion: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}
const received: Received[] = [];
let hook: Server;
let hookStatus = 204;
let boundToken = '';

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { headers } = request;
      received.push({
        key: String(headers['idempotency-key']),
        type: String(headers['content-type']),
        signature: String(headers['bellwether-signature']),
        body,
      });
      response.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  for (const id of ['shop', 'other']) {
    await put(`/api/workloads/${id}`, { stage: 'production' });
  }
  const key = { name: 'of the shop', scopes: ['read'], workloads: ['shop'] };
  boundToken = ((await server().ask('/api/keys', key)).body as { key: string }).key;
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));

const put = (path: string, body: object, init: RequestInit = {}) =>
  server().ask(path, body, { method: 'PUT', ...init });
const modeOf = async (id = 'shop') =>
  (await server().ask(`/api/workloads/${id}/mode`)).body as ModeItem;
const told = (type: string): Told[] =>
  received
    .map(({ body }) => JSON.parse(body) as Told)
    .filter((one) => one.type === `org.bellwether.${type}`);

describe('a pause rule', () => {
  async function passTo(minute: number): Promise<void> {
    // Queryable first: the server evaluates by itself as soon as the clock says so.
    await server().ask('/api/ingest/flush', {});
    nowMs = START + (minute + 1) * MINUTE_MS + 1000;
    await server().evaluateAlerts();
  }
  async function run(minute: number, ok: boolean): Promise<void> {
    const events = Array.from({ length: 10 }, (_, i) => ({
      kind: 'run',
      workload: 'shop',
      id: `${minute}-${i}`,
      ts: START + minute * MINUTE_MS + i,
      ok,
    }));
    expect((await server().ask('/v1/events', events)).status).toBe(202);
  }

  it('lowers the mode within a second of its alert, tells webhooks once and signed, and lifts it at the end', async () => {
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    const kept = await put('/api/webhooks/governance', { url, secret: SECRET });
    expect(kept).toMatchObject({ status: 200, body: { id: 'governance', workloads: null } });
    expect(JSON.stringify([kept, await server().ask('/api/webhooks')])).not.toContain(SECRET);
    const when = { signal: 'error_rate', op: '>', threshold: 0.5, window: '1m' };
    const wrong = { title: 'E', when, action: { mode: 'limited' } };
    expect((await put('/api/rules/errors', wrong)).status).toBe(400);
    const rule = { title: 'Errors', when, action: { pause: true } };
    expect(await put('/api/rules/errors', rule)).toMatchObject({
      status: 200,
      body: { action: { pause: true } },
    });
    hookStatus = 503;
    nowMs = START + MINUTE_MS;
    await run(0, false);
    await passTo(1);
    await vi.waitFor(async () => expect(await modeOf()).toMatchObject({ mode: 'off' }), {
      timeout: 1000,
      interval: 20,
    });
    expect(await modeOf()).toMatchObject({
      holds: [{ source: 'rule', rule: 'errors', back: 'on_resolve' }],
    });
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), SOON);
    hookStatus = 204;
    await vi.waitFor(() => {
      // The refusal may be taken note of only now: what is tried again waits from then on.
      if (nowMs < START + 2 * MINUTE_MS + 50_000) nowMs += 250;
      expect(told('mode.changed').length).toBeGreaterThan(0);
    }, SOON);
    const [paused] = told('workload.paused');
    expect(paused).toMatchObject({
      specversion: '1.0',
      subject: 'shop',
      data: { workload: 'shop', mode: 'off', hold: { rule: 'errors' } },
    });
    const keys = new Set(received.map(({ key }) => key));
    expect(keys.size).toBe(new Set(received.map(({ body }) => body)).size);
    for (const { signature, body, type } of received) {
      expect(type).toMatch(/^application\/cloudevents\+json/);
      const [, second = '', digest = ''] = /^t=(\d+),v1=(\w+)$/.exec(signature) ?? [];
      expect(createHmac('sha256', SECRET).update(`${second}.${body}`).digest('hex')).toBe(digest);
    }
    await run(1, true);
    await passTo(2);
    await run(2, true);
    await passTo(3);
    await vi.waitFor(async () => expect(await modeOf()).toMatchObject({ holds: [] }), SOON);
    await vi.waitFor(
      () => expect(told('mode.changed').at(-1)).toMatchObject({ data: { mode: 'live' } }),
      SOON,
    );
  });

  it('webhooks are deleted, and then told nothing more', async () => {
    expect((await server().request('/api/webhooks/governance', { method: 'DELETE' })).status).toBe(
      204,
    );
    expect(await server().ask('/api/webhooks')).toMatchObject({ body: { items: [] } });
  });
});

describe('an assistant that asks over MCP', () => {
  const connect = async (token: string): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', server().url), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    });
    await client.connect(transport as Parameters<Client['connect']>[0]);
    return client;
  };
  const textOf = (answer: object): string => JSON.stringify(answer);

  it('reads portfolio, assessment and an explanation, of the workloads its key is bound to', async () => {
    const client = await connect(boundToken);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(['assessment', 'explain', 'portfolio']);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    const portfolio = await client.callTool({ name: 'portfolio', arguments: {} });
    expect(portfolio.structuredContent).toMatchObject({ items: [{ workload: 'shop' }] });
    expect(textOf(portfolio)).not.toContain('other');
    const of = (name: string, workload: string) =>
      client.callTool({ name, arguments: { workload } });
    expect((await of('assessment', 'shop')).structuredContent).toMatchObject({ verdict: 'hold' });
    const explained = textOf(await of('explain', 'shop'));
    for (const part of ['verdict hold', 'What would change it', 'operations:', 'Rollout mode']) {
      expect(explained).toContain(part);
    }
    expect(await of('explain', 'other')).toMatchObject({ isError: true });
    await client.close();
  });

  it('is let in with a key only', async () => {
    await expect(connect('none')).rejects.toThrow(/401|key/i);
  });
});

it('nothing was logged as a fault', () => {
  expect(server().faults).toEqual([]);
});
