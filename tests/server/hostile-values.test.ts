import { expect, test } from 'vitest';
import { TAKEN, createSender, refusedAt, run, runText } from '../support/hostile-sender.ts';
import { useOwnServer } from '../support/own-server.ts';

const DAY_MS = 86_400_000;
const server = useOwnServer();
const { send, runsOf, quarantined } = createSender(server);

test('numbers that are none, or too large for their field, are refused and never rounded into it', async () => {
  for (const text of [
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '01',
    '+1',
    '1.',
    '.5',
    '1_000',
    '١',
  ]) {
    expect(await send(runText(`"latency_ms":${text}`)), text).toMatchObject({ status: 400 });
  }
  for (const text of ['1e400', '-1e400', '1e308', '-1', '1e13', '"5"', 'true', '[5]', '{}']) {
    expect(await send(runText(`"latency_ms":${text}`)), text).toMatchObject(
      refusedAt('latency_ms'),
    );
  }
  for (const text of [
    '9007199254740993',
    '1.5',
    '18446744073709551616',
    '-1',
    `1${'0'.repeat(5000)}`,
  ]) {
    expect(await send(runText(`"tokens_in":${text}`)), text).toMatchObject(refusedAt('tokens_in'));
  }
  expect(await send(runText('"cost_usd":1e400'))).toMatchObject(refusedAt('cost_usd'));
  expect(await send(runText('"attributes":{"a":1e400}'))).toMatchObject({ body: { accepted: 0 } });
  expect(await send(runText('"latency_ms":-0.0,"tokens_in":-0'))).toEqual(TAKEN);
});

test('names that mean something to a prototype are fields like any other: refused, or kept as data', async () => {
  for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    expect(await send(runText(`"${name}":{"ok":true}`)), name).toMatchObject(refusedAt(name));
    const attributes = `{"${name}":"kept"}`;
    expect(await send(runText(`"attributes":${attributes}`)), name).toEqual(TAKEN);
  }
  expect(await send('{"__proto__":{"kind":"run","workload":"w"}}')).toMatchObject({
    body: { accepted: 0 },
  });
  expect(({} as Record<string, unknown>)['ok']).toBeUndefined();
});

test('lone surrogates, NUL bytes and byte order marks are stored and never break what stands beside', async () => {
  const texts = ['\ud800', 'a\udc00b', '\0', 'a\0b', '\ufeff', '\u202e', '\u2028', '😀'];
  for (const error of texts) {
    expect(
      await send({ ...run({ workload: 'texts' }), error, attributes: { [error]: error } }),
    ).toEqual(TAKEN);
  }
  const kept = (await runsOf('texts')).map(({ error }) => error);
  expect(new Set(kept)).toEqual(
    new Set(texts.map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd'))),
  );
  expect(await send(`\ufeff${JSON.stringify(run())}`)).toEqual(TAKEN);
  expect(await send(`\ufeff\ufeff${JSON.stringify(run())}`)).toMatchObject({ status: 400 });
});

test('an id that differs only by what disk makes the same is the same id', async () => {
  expect(await send({ kind: 'run', workload: 'w', id: 'x\ud800' })).toEqual(TAKEN);
  expect(await send({ kind: 'run', workload: 'w', id: 'x\udfff' })).toMatchObject({
    body: { duplicates: 1 },
  });
  expect(await send({ kind: 'run', workload: 'w', id: 'x' })).toEqual(TAKEN);
  expect(await send({ kind: 'run', workload: 'w', id: 'x\0' })).toEqual(TAKEN);
});

test('times beyond what the contract allows are refused, and those at its edges taken', async () => {
  const now = Date.now();
  const outside = [
    now - 401 * DAY_MS,
    now + 10 * 60_000,
    0,
    -1,
    8.64e15,
    8.65e15,
    1e300,
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00',
    '+275760-09-13T00:00:00.000Z',
    'now',
    '',
    {},
    true,
  ];
  for (const ts of outside) {
    expect(await send(run({ ts })), JSON.stringify(ts)).toMatchObject(refusedAt('ts'));
  }
  for (const ts of [now - 399 * DAY_MS, now + 4 * 60_000, new Date(now).toISOString(), now + 0.5]) {
    expect(await send(run({ ts })), JSON.stringify(ts)).toEqual(TAKEN);
  }
});

test('an id, a workload and a field outside their bounds are refused by name', async () => {
  for (const workload of [
    '',
    '-a',
    'A',
    'a b',
    'a/../b',
    'ä',
    'a'.repeat(64),
    null,
    7,
    ['w'],
    { w: 1 },
    "w'; DROP TABLE runs; --",
  ]) {
    expect(await send(run({ workload })), JSON.stringify(workload)).toMatchObject(
      refusedAt('workload'),
    );
  }
  for (const id of ['', 'x'.repeat(129), 7, {}])
    expect(await send(run({ id }))).toMatchObject(refusedAt('id'));
  expect(await send(run({ halucination: true }))).toMatchObject(refusedAt('halucination'));
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
  expect(await send(run({ attributes: wide }))).toMatchObject(refusedAt('attributes'));
  expect(await send({ ...run(), ...wide })).toMatchObject(refusedAt(''));
});

test('text that looks like SQL, HTML, a path or a format string goes through unchanged, taken or refused', async () => {
  const texts = [
    "'; DROP TABLE runs; --",
    '\\',
    "\\'); SELECT 1; --",
    '{id: String}',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '${7*7}{{7*7}}%s%n',
    '../../etc/passwd',
    '\r\nSet-Cookie: a=b',
    '\n\nINSERT INTO ledger VALUES (1)',
    '\t\\N\\0',
  ];
  for (const [i, text] of texts.entries()) {
    const fields = { error: text, release: text, segment: text, trace_id: text, user: text };
    expect(await send({ kind: 'run', workload: 'text', id: `${i}${text}`, ...fields })).toEqual(
      TAKEN,
    );
    expect(await send({ kind: text, workload: 'text', error: text })).toMatchObject({
      body: { accepted: 0 },
    });
  }
  const runs = await runsOf('text');
  expect(new Set(runs.map(({ error }) => error))).toEqual(new Set(texts));
  expect(new Set(runs.map(({ id }) => id))).toEqual(new Set(texts.map((text, i) => `${i}${text}`)));
  for (const text of texts) {
    const path = `/api/workloads/text/runs?release=${encodeURIComponent(text)}`;
    const { body } = await server().ask(path);
    expect((body as { items: object[] }).items).toMatchObject([{ release: text, segment: text }]);
  }
  const kept = (await quarantined()).filter(({ workload }) => workload === 'text');
  expect(new Set(kept.map(({ body }) => (JSON.parse(body) as { error: string }).error))).toEqual(
    new Set(texts),
  );
});

test('after all of it the server has met no error it did not expect, and still works', async () => {
  expect(await send(run({ workload: 'last' }))).toEqual(TAKEN);
  expect(await runsOf('last')).toHaveLength(1);
  expect(server().faults).toEqual([]);
});
