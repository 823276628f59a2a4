import { Reader, Writer } from 'protobufjs/minimal.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { attributesJson, nanos, spanJson, tracesJson } from './otlp-json.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

function post(
  body: Uint8Array | string,
  { signal = 'traces', type = JSON_TYPE, key = server.adminKey, encoding = '' } = {},
): Promise<Response> {
  return fetch(`${server.url}/otlp/v1/${signal}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(encoding === '' ? {} : { 'content-encoding': encoding }),
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

/** A call that has just ended. */
function chat(workload: string, id = 'a'): object {
  const span = spanJson({ id, attributes: { 'gen_ai.operation.name': 'chat' } });
  const startMs = Date.now() - 1000;
  const times = { startTimeUnixNano: nanos(startMs), endTimeUnixNano: nanos(startMs + 10) };
  return { ...tracesJson([{ ...span, ...times }], { 'service.name': workload }) };
}

const together = (...requests: readonly object[]): string =>
  JSON.stringify({
    resourceSpans: requests.flatMap(
      (request) => (request as { resourceSpans: object[] }).resourceSpans,
    ),
  });

/** `google.rpc.Status`. */
async function statusOf(response: Response): Promise<{ code: number; message: string }> {
  const reader = Reader.create(new Uint8Array(await response.arrayBuffer()));
  expect(reader.uint32()).toBe(0x08);
  const code = reader.int32();
  expect(reader.uint32()).toBe(0x12);
  return { code, message: reader.string() };
}

async function boundKey(workload: string): Promise<string> {
  const made = await server.request('/api/keys', {
    body: { name: 'bound', scopes: ['ingest'], workloads: [workload] },
  });
  return ((await made.json()) as { key: string }).key;
}

test('an empty request is taken in either encoding, for each signal', async () => {
  for (const signal of ['traces', 'metrics', 'logs']) {
    const asJson = await post('{}', { signal });
    expect([asJson.status, await asJson.text()]).toEqual([200, '{}']);
    expect(asJson.headers.get('content-type')).toBe(JSON_TYPE);
    const asProtobuf = await post('', { signal, type: PROTOBUF });
    expect([asProtobuf.status, await asProtobuf.text()]).toEqual([200, '']);
    expect(asProtobuf.headers.get('content-type')).toBe(PROTOBUF);
  }
});

test('spans beyond what a trace may hold are a partial success that says so', async () => {
  const full = Array.from({ length: 20_000 }, (_, i) => chat('full', `${i}`));
  expect(await (await post(together(...full))).json()).toEqual({});
  const more = await post(together(chat('full', 'one'), chat('full', 'two'), chat('full', '7')));
  expect(await more.json()).toMatchObject({
    partialSuccess: {
      rejectedSpans: '2',
      errorMessage: expect.stringContaining('at most 20000 spans'),
    },
  });
});

test('without a key the ways in are closed, in the words of the protocol', async () => {
  const asJson = await post('{}', { key: '' });
  expect(asJson.status).toBe(401);
  expect(await asJson.json()).toMatchObject({ code: 16 });
  const asProtobuf = await post('', { key: 'wrong', type: PROTOBUF });
  expect(asProtobuf.status).toBe(401);
  expect(asProtobuf.headers.get('content-type')).toBe(PROTOBUF);
  expect(await statusOf(asProtobuf)).toMatchObject({ code: 16 });
});

test('what can’t be read is refused with its reason: broken, bombs, other types and encodings', async () => {
  const broken = await post(Writer.create().uint32(0x0a).uint32(99).finish(), { type: PROTOBUF });
  expect([broken.status, (await statusOf(broken)).code]).toEqual([400, 3]);
  const notJson = await post('{');
  expect(notJson.status).toBe(400);
  expect(await notJson.json()).toMatchObject({ code: 3, message: expect.stringContaining('JSON') });
  expect((await post('{"resourceSpans":7}')).status).toBe(400);
  expect((await post('{}', { encoding: 'gzip' })).status).toBe(400);
  expect((await post('{}', { encoding: 'br' })).status).toBe(415);
  expect((await post('<x/>', { type: 'text/xml' })).status).toBe(415);
  const large = await post(Buffer.alloc(10 * 1_048_576 + 1), { type: PROTOBUF });
  expect(large.status).toBe(413);
});

test('a refused span is a partial success that says why; the others are kept', async () => {
  const untraced = chat('partly') as { resourceSpans: [{ scopeSpans: [{ spans: [object] }] }] };
  const [span] = untraced.resourceSpans[0].scopeSpans[0].spans;
  untraced.resourceSpans[0].scopeSpans[0].spans = [{ ...span, traceId: '' }];
  const response = await post(together(chat('partly'), untraced));
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    partialSuccess: { rejectedSpans: '1', errorMessage: 'a span has no valid trace id (1)' },
  });
  await server.request('/api/ingest/flush', { method: 'POST' });
  const runs = await server.request('/api/workloads/partly/runs');
  expect(((await runs.json()) as { items: object[] }).items).toHaveLength(1);
});

test('a bound key sends its own workload only: others are refused, alone with 403', async () => {
  const key = await boundKey('mine');
  const mixed = await post(together(chat('mine'), chat('yours', 'b')), { key });
  expect(mixed.status).toBe(200);
  expect(await mixed.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  const foreign = await post(JSON.stringify(chat('yours')), { key });
  expect([foreign.status, ((await foreign.json()) as { code: number }).code]).toEqual([403, 7]);
  await server.request('/api/ingest/flush', { method: 'POST' });
  expect((await server.request('/api/workloads/yours')).status).toBe(404);
});

test('a key that may only read sends nothing', async () => {
  const made = await server.request('/api/keys', { body: { name: 'reader', scopes: ['read'] } });
  const { key } = (await made.json()) as { key: string };
  expect((await post('{}', { key })).status).toBe(403);
});

test('an event that breaks the contract is counted as a refused record, and quarantined', async () => {
  const record = (attributes: object[]) => ({
    timeUnixNano: nanos(Date.now()),
    eventName: 'bellwether.probe',
    attributes,
  });
  const body = {
    resourceLogs: [
      {
        resource: { attributes: attributesJson({ 'service.name': 'probed' }) },
        scopeLogs: [
          {
            logRecords: [
              record(attributesJson({ ok: true })),
              record(attributesJson({ ok: 'perhaps' })),
            ],
          },
        ],
      },
    ],
  };
  const response = await post(JSON.stringify(body), { signal: 'logs' });
  expect(await response.json()).toMatchObject({
    partialSuccess: { rejectedLogRecords: '1', errorMessage: expect.stringContaining('ok') },
  });
});

test('the interface’s description names the ways in', async () => {
  const described = (await (await server.request('/api/openapi.json')).json()) as { paths: object };
  expect(Object.keys(described.paths)).toEqual(
    expect.arrayContaining(['/otlp/v1/traces', '/otlp/v1/metrics', '/otlp/v1/logs']),
  );
});
