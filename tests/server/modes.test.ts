import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { createPlaceOf } from '../../server/flag-evaluation.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 150_000 });

const KEYS = Array.from({ length: 10_000 }, (_, index) => `customer-${index}`);
/** The share is within one per cent for 999 of a thousand secrets: this is one of them. */
const server = useOwnServer({ secret: '5a'.repeat(32) });

const tokens: Record<string, string> = {};

async function tokenOf(scopes: readonly string[], workloads: readonly string[] | null) {
  const made = await server().ask('/api/keys', { name: scopes.join(), scopes, workloads });
  expect(made.status).toBe(201);
  return (made.body as { key: string }).key;
}

beforeAll(async () => {
  for (const id of ['shop', 'other']) {
    await put(`/api/workloads/${id}`, { stage: 'production' });
  }
  tokens['operator'] = await tokenOf(['read', 'operate'], null);
  tokens['writer'] = await tokenOf(['read', 'write'], null);
  tokens['bound'] = await tokenOf(['read'], ['shop']);
});

const as = (who: string): { headers: { authorization: string } } => ({
  headers: { authorization: `Bearer ${tokens[who]}` },
});
const put = (path: string, body: object, init: RequestInit = {}) =>
  server().ask(path, body, { method: 'PUT', ...init });
const setMode = (body: object, init: RequestInit = {}) =>
  put('/api/workloads/shop/mode', body, init);
const modeOf = async (id = 'shop') =>
  (await server().ask(`/api/workloads/${id}/mode`)).body as ModeItem;
const evaluate = (key: string, context: unknown, init: RequestInit = {}) =>
  server().ask(`/ofrep/v1/evaluate/flags/${key}`, { context }, init);
describe('the mode', () => {
  it('is live where nobody said, lowered by operators, and raised by the admin with a reason only', async () => {
    expect(await modeOf()).toMatchObject({ mode: 'live', base: { source: 'unstated' }, holds: [] });
    const tenth = { mode: 'limited', percent: 10, reason: 'first step' };
    expect(await setMode(tenth, as('bound'))).toMatchObject({ status: 403 });
    expect(await setMode(tenth, as('operator'))).toMatchObject({
      status: 200,
      body: { mode: 'limited', percent: 10, base: { source: 'lowered' } },
    });
    const quarter = { ...tenth, percent: 25 };
    expect(await setMode(quarter, as('operator'))).toMatchObject({ status: 403 });
    expect(await setMode({ mode: 'limited', percent: 25 })).toMatchObject({ status: 400 });
    expect(await setMode(quarter)).toMatchObject({
      status: 200,
      body: { percent: 25, base: { source: 'override', reason: 'first step', decision: null } },
    });
  });

  it('is one truth with the rollout of the record, which raises it no more easily', async () => {
    const read = await server().request('/api/workloads/shop');
    const record = (await read.json()) as object;
    expect(record).toMatchObject({ rollout: { mode: 'limited', percent: 25 } });
    await setMode({ mode: 'limited', percent: 10, reason: 'back' });
    const old = { 'if-match': read.headers.get('etag') ?? '' };
    expect(await put('/api/workloads/shop', record, { headers: old })).toMatchObject({
      status: 412,
    });
    expect(await put('/api/workloads/shop', record, as('writer'))).toMatchObject({ status: 403 });
    const { rollout: _left, ...rest } = record as { rollout: unknown };
    expect(await put('/api/workloads/shop', rest, as('writer'))).toMatchObject({
      status: 200,
      body: { rollout: { mode: 'limited', percent: 10 } },
    });
    const lower = { ...rest, rollout: { mode: 'limited', percent: 5 } };
    expect(await put('/api/workloads/shop', lower, as('writer'))).toMatchObject({ status: 200 });
    expect(await modeOf()).toMatchObject({ percent: 5 });
    await setMode({ mode: 'limited', percent: 10, reason: 'again' });
  });

  it('is changed under its version, and every change stays on record', async () => {
    const { headers } = await server().request('/api/workloads/shop/mode');
    const etag = headers.get('etag') ?? '';
    const hold = { hold: { mode: 'review' }, reason: 'odd answers' };
    const held = await setMode(hold, { headers: { 'if-match': etag } });
    expect(held).toMatchObject({ status: 200, body: { mode: 'review', percent: 10 } });
    expect(await setMode(hold, { headers: { 'if-match': etag } })).toMatchObject({ status: 412 });
    const [one] = (held.body as ModeItem).holds;
    const lifted = await setMode({ lift: one?.id, reason: 'looked at' }, as('operator'));
    expect(lifted).toMatchObject({ status: 200, body: { mode: 'limited', percent: 10 } });
    const { items } = (await server().ask('/api/workloads/shop/mode/history')).body as {
      items: { reason: string; actor: string }[];
    };
    expect(items.slice(0, 2).map(({ reason }) => reason)).toEqual(['looked at', 'odd answers']);
    const portfolio = (await server().ask('/api/portfolio')).body as { items: object[] };
    expect(
      portfolio.items.find((item) => 'workload' in item && item.workload === 'shop'),
    ).toMatchObject({
      exposure: 10,
      mode: { mode: 'limited', percent: 10, held: null },
    });
  });
});

describe('an application that asks through the OpenFeature SDK', () => {
  const client = OpenFeature.getClient();
  const many = OpenFeature.getClient('many');
  const ask = (key: string) => many.getStringValue('shop', 'review', { targetingKey: key });
  const liveOf = async (keys: readonly string[]): Promise<Set<string>> => {
    const answers = await Promise.all(keys.map(ask));
    return new Set(keys.filter((_, index) => answers[index] === 'live'));
  };

  beforeAll(async () => {
    const options = {
      baseUrl: server().url,
      headers: { authorization: `Bearer ${tokens['bound']}` },
    };
    await OpenFeature.setProviderAndWait(new OFREPProvider(options));
    // Ten thousand sockets would measure the machine.
    const fetchImplementation = async (input: RequestInfo | URL) => {
      const { url, headers, method, body } = new Request(input);
      const text = await new Response(body).text();
      return server().request(new URL(url).pathname, { method, headers, body: text });
    };
    await OpenFeature.setProviderAndWait(
      'many',
      new OFREPProvider({ ...options, fetchImplementation }),
    );
  });
  afterAll(() => OpenFeature.close());

  it('is live for 10 % ± 1 % of 10,000 keys, the same each time, and all of them when the share grows', async () => {
    const first = await liveOf(KEYS);
    expect(first.size).toBeGreaterThanOrEqual(900);
    expect(first.size).toBeLessThanOrEqual(1100);
    await setMode({ mode: 'limited', percent: 30, reason: 'next step' });
    expect(await liveOf([...first])).toEqual(first);
    expect((await liveOf(KEYS.slice(0, 2000))).size).toBeGreaterThan(480);
    await setMode({ mode: 'limited', percent: 10, reason: 'back' });
    const some = KEYS.slice(0, 2000);
    expect(await liveOf(some)).toEqual(new Set(some.filter((key) => first.has(key))));
  });

  it('sees a stop at once, and told why with the value', async () => {
    const stopped = await setMode({ hold: { mode: 'off' }, reason: 'stop' }, as('operator'));
    const details = await client.getStringDetails('shop', 'review', { targetingKey: 'a' });
    expect(details).toMatchObject({
      value: 'off',
      reason: 'STATIC',
      variant: 'off',
      flagMetadata: { mode: 'off', held: true },
    });
    expect(await client.getBooleanValue('shop.allowed', false, { targetingKey: 'a' })).toBe(false);
    const [hold] = (stopped.body as ModeItem).holds;
    await setMode({ lift: hold?.id, reason: 'go on' });
  });

  it('gets its own default where there is no such flag, no key to take a share of, or no server', async () => {
    const noKey = await client.getStringDetails('shop', 'review', {});
    expect(noKey).toMatchObject({ value: 'review', errorCode: 'TARGETING_KEY_MISSING' });
    const other = await client.getStringDetails('other', 'review', { targetingKey: 'a' });
    expect(other).toMatchObject({ value: 'review', reason: 'ERROR' });
    const away = new OFREPProvider({ baseUrl: 'http://127.0.0.1:1' });
    await OpenFeature.setProviderAndWait('away', away);
    const lost = OpenFeature.getClient('away');
    expect(await lost.getStringValue('shop', 'review', { targetingKey: 'a' })).toBe('review');
  });
});

describe('flags over plain HTTP', () => {
  it('are closed without a key, and errors have the shape of OFREP', async () => {
    const bare = { headers: { authorization: 'Bearer none' } };
    expect(await evaluate('shop', {}, bare)).toMatchObject({ status: 401 });
    const bulk = await server().ask('/ofrep/v1/evaluate/flags', {}, bare);
    expect(bulk.status).toBe(401);
    expect(await evaluate('nobody', {})).toMatchObject({
      status: 404,
      body: { key: 'nobody', errorCode: 'FLAG_NOT_FOUND' },
    });
    expect(await evaluate('shop', {})).toMatchObject({
      status: 400,
      body: { key: 'shop', errorCode: 'TARGETING_KEY_MISSING' },
    });
    expect(await evaluate('shop', 'text')).toMatchObject({
      status: 400,
      body: { errorCode: 'INVALID_CONTEXT' },
    });
    const broken = await server().request('/ofrep/v1/evaluate/flags/shop', {
      method: 'POST',
      body: '{',
    });
    expect(await broken.json()).toMatchObject({ errorCode: 'PARSE_ERROR' });
  });

  it('in bulk are those the key may read, and not sent again while they are the same', async () => {
    const body = JSON.stringify({ context: { targetingKey: 'a' } });
    const ask = (headers: Record<string, string>) =>
      server().request('/ofrep/v1/evaluate/flags', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const first = await ask(as('bound').headers);
    const { flags } = (await first.json()) as { flags: { key: string }[] };
    expect(flags.map(({ key }) => key)).toEqual(['shop', 'shop.allowed']);
    const again = { ...as('bound').headers, 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await ask(again)).status).toBe(304);
    await setMode({ mode: 'limited', percent: 9, reason: 'less' });
    expect((await ask(again)).status).toBe(200);
  });

  it('hold for the named segments only, and give others what is said for them', async () => {
    const only = { segments: ['gold'], teams: [], tasks: [] };
    await setMode({
      mode: 'limited',
      percent: 100,
      only,
      otherwise: 'review',
      reason: 'gold first',
    });
    const of = async (segment: string) =>
      (await evaluate('shop', { targetingKey: 'a', segment })).body;
    expect(await of('gold')).toMatchObject({ value: 'live', reason: 'TARGETING_MATCH' });
    expect(await of('basic')).toMatchObject({ value: 'review', reason: 'TARGETING_MATCH' });
  });
});

it('places keys evenly, and differently for each workload', () => {
  const placeOf = createPlaceOf(Buffer.alloc(32, 7));
  const inside = (workload: string) => KEYS.filter((key) => placeOf(workload, key) < 10);
  expect(inside('shop').length).toBeGreaterThan(900);
  expect(inside('shop').length).toBeLessThan(1100);
  const both = new Set(inside('other'));
  expect(inside('shop').filter((key) => both.has(key)).length).toBeLessThan(200);
});

it('nothing was logged as a fault', () => {
  expect(server().faults).toEqual([]);
});
