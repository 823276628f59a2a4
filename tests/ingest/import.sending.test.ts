import { describe, expect, test } from 'vitest';
import type { ImportRecord } from '../../ingest/import/import-record.ts';
import {
  MAX_TOLD,
  advance,
  newImport,
  parseState,
  resume,
} from '../../ingest/import/import-state.ts';
import { outcomeText, progressText } from '../../ingest/import/progress-text.ts';
import { batchRecords, type RecordBatch } from '../../ingest/import/record-batches.ts';
import { sendBatch, type PostAnswer, type SendDeps } from '../../ingest/import/send-batch.ts';

const record = (number: number, text = `{"n":${number}}`, fault: string | null = null) =>
  ({ number, line: number, body: Buffer.from(text), fault, lacksTs: false }) satisfies ImportRecord;

async function* each(records: readonly ImportRecord[], failure?: Error) {
  for (const one of records) yield await Promise.resolve(one);
  if (failure) throw failure;
}

async function batchesOf(
  source: AsyncIterable<ImportRecord>,
  limits?: { records: number; bytes: number },
) {
  const batches: RecordBatch[] = [];
  for await (const batch of batchRecords(source, limits)) batches.push(batch);
  return batches;
}

const subject = { target: 't', reading: 'r', identity: 'i' };

describe('batches', () => {
  test('hold every record once, in order, within the limits', async () => {
    const records = Array.from({ length: 10 }, (_, i) => record(i, 'x'.repeat(i === 4 ? 90 : 9)));
    const batches = await batchesOf(each(records), { records: 3, bytes: 40 });
    expect(batches.flatMap((batch) => batch.records)).toEqual(records);
    expect(batches.map((batch) => batch.records.length)).toEqual([3, 1, 1, 3, 2]);
    expect(batches.map((batch) => batch.body.length)).toEqual([30, 10, 91, 30, 20]);
  });

  test('bring what was read before the reading failed', async () => {
    const seen: number[] = [];
    await expect(async () => {
      for await (const batch of batchRecords(each([record(1), record(2)], new Error('torn')))) {
        seen.push(...batch.records.map(({ number }) => number));
      }
    }).rejects.toThrow('torn');
    expect(seen).toEqual([1, 2]);
  });
});

/** A server that answers one thing after another, and a clock that runs while one waits. */
function fakeServer(answers: readonly (Partial<PostAnswer> | Error)[], patienceMs = 60_000) {
  const waits: number[] = [];
  const sent: { body: string; contentType: string }[] = [];
  let nowMs = 0;
  const deps: SendDeps = {
    post: (body, contentType) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ body: Buffer.from(body).toString(), contentType });
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 202, retryAfter: null, text: '', ...answer });
    },
    sleep: (ms) => {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    now: () => nowMs,
    onWait: () => {},
    patienceMs,
    isStopping: () => false,
  };
  return { deps, waits, sent };
}

const TAKEN = { text: '{"accepted":1,"duplicates":0,"rejected":[]}' };

describe('a batch', () => {
  const batch = async () => (await batchesOf(each([record(1), record(2)])))[0]!;

  test('is sent again, unchanged, for as long as the server asks to wait', async () => {
    const { deps, waits, sent } = fakeServer([
      { status: 503, retryAfter: '3' },
      { status: 429, retryAfter: 'Thu, 01 Jan 1970 00:00:07 GMT' },
      { status: 502 },
      new TypeError('fetch failed'),
      TAKEN,
    ]);
    expect(await sendBatch(deps, await batch())).toMatchObject({ accepted: 1 });
    expect(waits).toEqual([3000, 4000, 1000, 2000]);
    expect(new Set(sent.map(({ body }) => body))).toEqual(new Set(['{"n":1}\n{"n":2}\n']));
  });

  test('is given up when patience ends, with the reason', async () => {
    const { deps, waits } = fakeServer([{ status: 503, retryAfter: '20', text: 'full' }]);
    await expect(sendBatch(deps, await batch())).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the server answered 503: full',
    });
    expect(waits).toEqual([20_000, 20_000, 20_000]);
  });

  test.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [413, 'too_large'],
    [301, 'invalid'],
    [404, 'invalid'],
  ])('that is answered %i is not sent again', async (status, code) => {
    const { deps, sent } = fakeServer([{ status, text: '{"detail":"because"}' }]);
    await expect(sendBatch(deps, await batch())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/: because$/),
    });
    expect(sent).toHaveLength(1);
  });

  test('without a single line of JSON is sent as texts, so that it reaches the quarantine', async () => {
    const broken = (await batchesOf(each([record(1, '{oops'), record(2, 'é')])))[0]!;
    const { deps, sent } = fakeServer([{ status: 400 }, TAKEN]);
    await sendBatch(deps, broken);
    expect(sent.at(-1)).toEqual({ body: '["{oops","é"]', contentType: 'application/json' });
  });

  test('is not taken for sent where something else answers', async () => {
    const { deps } = fakeServer([{ status: 202, text: '<html>' }]);
    await expect(sendBatch(deps, await batch())).rejects.toThrow('not Bellwether');
  });
});

describe('the state', () => {
  test('counts what the server answered, and tells refusals by their line in the file', async () => {
    const records = [
      record(3),
      record(5, '', 'longer than any event'),
      record(6, '{oops'),
      record(7, '{}', 'expected 3 cells'),
    ];
    const [batch] = await batchesOf(each(records));
    const rejected = [
      { index: 1, path: '', message: 'line 2 is not JSON: oops' },
      { index: 2, path: 'kind', message: 'missing' },
    ];
    const state = advance(newImport(subject), batch!, { accepted: 1, duplicates: 0, rejected });
    expect(state).toMatchObject({ done: 7, taken: 1, known: 0, refused: 3 });
    expect(state.told).toEqual([
      { line: 5, path: '', message: 'longer than any event' },
      { line: 6, path: '', message: 'is not JSON: oops' },
      { line: 7, path: '', message: 'expected 3 cells' },
    ]);
    expect(parseState(JSON.stringify(state))).toEqual(state);
  });

  test('keeps the first refusals only, and counts all', async () => {
    const records = Array.from({ length: 30 }, (_, i) => record(i + 1));
    const rejected = records.map((_, index) => ({ index, path: 'ok', message: 'missing' }));
    const [batch] = await batchesOf(each(records));
    const receipt = { accepted: 0, duplicates: 0, rejected };
    const state = advance(newImport(subject), batch!, receipt);
    expect(state.refused).toBe(30);
    expect(state.told).toHaveLength(MAX_TOLD);
    expect(outcomeText('a.csv', { kind: 'finished', state })).toMatch(
      /and 20 more; the quarantine/,
    );
  });

  test('of another file, another reading or another server is not gone on with', () => {
    const state = { ...newImport(subject), done: 5 };
    expect(resume(state, subject)).toBe(state);
    for (const other of ['target', 'reading', 'identity'] as const) {
      expect(resume(state, { ...subject, [other]: 'other' }).done).toBe(0);
    }
    expect(resume(null, subject).done).toBe(0);
  });

  test.each(['', '{', '{}', '{"version":2}', '[]'])('that cannot be read is none: %j', (text) => {
    expect(parseState(text)).toBeNull();
  });
});

test('progress shows percent, events, speed, refusals and time left, and no speed before the first answer', () => {
  const state = { ...newImport(subject), done: 3000, refused: 2 };
  const start = { atMs: 0, done: 1000, bytesRead: 0 };
  expect(progressText({ state, bytesRead: 500, bytesTotal: 2000 }, start, 4000)).toBe(
    '██░░░░░░░░ 25 % · 3,000 events · 500/s · 2 refused · 12 s left',
  );
  const before = { state: newImport(subject), bytesRead: 0, bytesTotal: 0 };
  expect(progressText(before, { ...start, done: 0 }, 0)).toBe('██████████ 100 % · 0 events');
});
