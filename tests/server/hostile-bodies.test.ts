import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  GZIP,
  JSON_TYPE,
  NDJSON_TYPE,
  TAKEN,
  createSender,
  refusedAt,
  run,
  runText,
} from '../support/hostile-sender.ts';
import { useOwnServer } from '../support/own-server.ts';

const MIB = 1_048_576;
const server = useOwnServer();
const { send, runsOf } = createSender(server);

test('bombs are refused with the limit they would pass, whatever they are made of', async () => {
  const zeros = gzipSync(Buffer.alloc(64 * MIB));
  const gigabyte = Buffer.concat(Array.from({ length: 16 }, () => zeros));
  expect(gigabyte.length).toBeLessThan(2 * MIB);
  expect(await send(gigabyte, GZIP)).toMatchObject({
    status: 413,
    body: { detail: expect.stringContaining(String(64 * MIB)) },
  });
  expect(await send(gzipSync(gigabyte), GZIP)).toMatchObject({ status: 400 });
  const twice = { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' };
  expect(await send(gzipSync(gigabyte), twice)).toMatchObject({ status: 415 });
  const repeated = gzipSync(`[${'{"kind":"run","workload":"w"},'.repeat(500_000)}1]`);
  expect(await send(repeated, GZIP)).toMatchObject({ status: 413 });
});

test('compressed garbage, a cut stream and a wrong encoding are told apart', async () => {
  const whole = gzipSync(JSON.stringify(run()));
  expect(await send(whole.subarray(0, -4), GZIP)).toMatchObject({ status: 400 });
  expect(await send(Buffer.from('plainly not gzip'), GZIP)).toMatchObject({ status: 400 });
  expect(await send(Buffer.alloc(0), GZIP)).toMatchObject({ status: 400 });
  expect(await send(whole)).toMatchObject({ status: 400 });
  for (const encoding of ['br', 'deflate', 'compress', 'gzip;q=1', '*']) {
    const headers = { ...JSON_TYPE, 'content-encoding': encoding };
    expect(await send(JSON.stringify(run()), headers), encoding).toMatchObject({ status: 415 });
  }
  expect(await send(whole, GZIP)).toEqual(TAKEN);
});

test('a body of the wrong type, or of none, is refused with those that are taken', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'json',
    '',
  ]) {
    expect(await send(JSON.stringify(run()), { 'content-type': type }), type).toMatchObject({
      status: 415,
    });
  }
});

test('no body, no event, and one event more than a request may hold have an answer each', async () => {
  for (const body of [
    '',
    ' ',
    '\n\n',
    '\ufeff',
    '[',
    'null',
    '"run"',
    '1',
    'true',
    '[]]',
    '{"a":1}]',
  ]) {
    expect(await send(body), JSON.stringify(body)).toMatchObject({ status: 400 });
    expect((await send(body, NDJSON_TYPE)).status, JSON.stringify(body)).toBeLessThan(500);
  }
  expect(await send('[]')).toEqual({
    status: 202,
    body: { accepted: 0, duplicates: 0, rejected: [] },
  });
  const many = (count: number) => `[${Array(count).fill('{}').join()}]`;
  expect(await send(many(10_001))).toMatchObject({
    status: 413,
    body: { detail: expect.stringContaining('10000') },
  });
  expect((await send(many(10_000))).body.rejected).toHaveLength(10_000);
});

test('a text of ten megabytes is over the limit as a body, and below it is refused by its field', async () => {
  expect(await send({ ...run(), error: 'x'.repeat(10 * MIB) })).toMatchObject({ status: 413 });
  expect(await send({ ...run(), error: 'x'.repeat(9 * MIB) })).toMatchObject(refusedAt('error'));
  expect(await send({ ...run(), [`k${'x'.repeat(9 * MIB)}`]: 1 })).toMatchObject({
    status: 202,
    body: { accepted: 0 },
  });
  const compressed = gzipSync(
    JSON.stringify({ ...run(), attributes: { a: 'x'.repeat(60 * MIB) } }),
  );
  expect(await send(compressed, GZIP)).toMatchObject({ status: 202, body: { accepted: 0 } });
});

test('nesting a hundred thousand deep is refused like any other wrong value', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const objects = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  expect(await send(runText(`"attributes":{"a":${deep}}`))).toMatchObject({
    body: { accepted: 0 },
  });
  expect(await send(runText(`"error":${objects}`))).toMatchObject(refusedAt('error'));
  expect(await send(objects)).toMatchObject({ status: 202, body: { accepted: 0 } });
  expect(await send(deep)).toMatchObject({ status: 202, body: { accepted: 0 } });
  expect(await send('['.repeat(100_000))).toMatchObject({ status: 400 });
  expect(await send(deep, NDJSON_TYPE)).toMatchObject({ status: 202, body: { accepted: 0 } });
});

test('of a repeated field the last counts, in every form of a body, so that bytes have one meaning', async () => {
  const event =
    '{"kind":"run","workload":"wrong","workload":"twice","id":"first","id":"last","latency_ms":1,"latency_ms":2}';
  expect(await send(event)).toEqual(TAKEN);
  const again = { status: 202, body: { accepted: 0, duplicates: 1, rejected: [] } };
  expect(await send(`[${event}]`)).toEqual(again);
  expect(await send(event, NDJSON_TYPE)).toEqual(again);
  expect(await send(gzipSync(event), GZIP)).toEqual(again);
  expect(await runsOf('twice')).toMatchObject([{ id: 'last', latency_ms: 2 }]);
  expect((await server().ask('/api/workloads/wrong')).status).toBe(404);
});

test('a key bound to a workload cannot slip in another by naming two', async () => {
  const { body } = await server().ask('/api/keys', {
    name: 'bound',
    scopes: ['ingest'],
    workloads: ['mine'],
  });
  const headers = { ...JSON_TYPE, authorization: `Bearer ${(body as { key: string }).key}` };
  expect(await send('{"kind":"run","workload":"mine","workload":"yours"}', headers)).toMatchObject({
    status: 403,
  });
  expect(await send('{"kind":"run","workload":"yours","workload":"mine"}', headers)).toEqual(TAKEN);
  expect(
    await send('{"kind":"run","workload":"mine","__proto__":{"workload":"yours"}}', headers),
  ).toMatchObject({ body: { accepted: 0 } });
});

test('bytes that are no UTF-8 spoil their own line, and a body that is one document as a whole', async () => {
  const bad = Buffer.concat([
    Buffer.from(runText('"error":"').slice(0, -1)),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('"}'),
  ]);
  expect(await send(bad)).toMatchObject({ status: 400 });
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
    const line = Buffer.concat([
      Buffer.from('{"kind":"run","workload":"w","error":"'),
      Buffer.from(bytes),
      Buffer.from('"}\n'),
    ]);
    const good = Buffer.from(`${JSON.stringify(run())}\n`);
    expect(await send(Buffer.concat([line, good]), NDJSON_TYPE)).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [{ index: 0 }] },
    });
  }
});

test('after all of it the server has met no error it did not expect, and still works', async () => {
  expect(await send(run({ workload: 'last' }))).toEqual(TAKEN);
  expect(await runsOf('last')).toHaveLength(1);
  expect(server().faults).toEqual([]);
});
