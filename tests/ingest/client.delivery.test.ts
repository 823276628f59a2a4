import { describe, expect, test } from 'vitest';
import type {
  BellwetherOptions,
  DroppedEvent,
  RejectedEvent,
} from '../../ingest/client/client-interface.ts';
import { createClient } from '../../ingest/client/create-client.ts';
import { edgesInHand, takeAll, type Answering } from './client-edges-in-hand.ts';

function open(options: Partial<BellwetherOptions> = {}, answer?: Answering) {
  const hand = edgesInHand(answer);
  const dropped: DroppedEvent[] = [];
  const rejected: RejectedEvent[] = [];
  const problems: string[] = [];
  const client = createClient(
    {
      url: 'http://server',
      key: 'k',
      workload: 'w',
      onDrop: (event) => void dropped.push(event),
      onRejected: (event) => void rejected.push(event),
      onProblem: (problem) => void problems.push(problem),
      ...options,
    },
    hand.edges,
  );
  const sentIds = () => hand.requests.map(({ events }) => events.map(({ id }) => id).join());
  return { hand, client, dropped, rejected, problems, sentIds };
}

describe('events', () => {
  test('get an id, a time, a kind and the workload, once, and keep what they bring', async () => {
    const { hand, client } = open();
    const event = { latency_ms: 5, ok: true };
    expect(client.run(event)).toBe('made-1');
    event.latency_ms = 7;
    const at = new Date('2026-05-31T00:00:00Z');
    expect(client.send({ kind: 'probe', id: 'mine', workload: 'other', ts: at, ok: true })).toBe(
      'mine',
    );
    await hand.pass(1_000);
    expect(hand.requests.flatMap(({ events }) => events)).toEqual([
      { id: 'made-1', kind: 'run', workload: 'w', ts: 1_780_315_200_000, latency_ms: 5, ok: true },
      { id: 'mine', kind: 'probe', workload: 'other', ts: '2026-05-31T00:00:00.000Z', ok: true },
    ]);
    expect(client.stats()).toMatchObject({ buffered: 0, accepted: 2, dropped: 0 });
  });

  test('share a request until the interval is over or the batch is full', async () => {
    const { hand, client, sentIds } = open({ batchSize: 3, flushIntervalMs: 400 });
    for (let i = 0; i < 4; i += 1) client.run({});
    await hand.pass(0);
    expect(sentIds()).toEqual(['made-1,made-2,made-3', 'made-4']);
    client.run({});
    await hand.pass(399);
    expect(sentIds()).toHaveLength(2);
    await hand.pass(1);
    expect(sentIds()[2]).toBe('made-5');
  });

  test('that the server refuses are told, with what is wrong', async () => {
    const { hand, client, rejected } = open({}, () => ({
      status: 202,
      text: '{"accepted":1,"duplicates":0,"rejected":[{"index":1,"path":"ok","message":"expected true or false"}]}',
    }));
    client.run({});
    client.run({ ok: 'yes' as unknown as boolean });
    await hand.pass(1_000);
    expect(rejected).toEqual([
      {
        path: 'ok',
        message: 'expected true or false',
        event: expect.objectContaining({ id: 'made-2', ok: 'yes' }),
      },
    ]);
    expect(client.stats()).toMatchObject({ accepted: 1, rejected: 1, buffered: 0 });
  });

  test('of a workload the key may not send do not hold up the others', async () => {
    const { hand, client, rejected, sentIds } = open({}, (events, attempt) => {
      const at = events.findIndex(
        (event) => (event as { workload?: string }).workload === 'foreign',
      );
      const errors = [{ path: `${at}.workload`, message: 'not among the workloads of this key' }];
      return at === -1
        ? takeAll(events, attempt)
        : { status: 403, text: JSON.stringify({ errors }) };
    });
    client.run({});
    client.run({ workload: 'foreign' });
    client.run({ workload: 'foreign' });
    client.run({});
    await hand.pass(1_000);
    expect(rejected.map(({ path }) => path)).toEqual(['workload', 'workload']);
    expect(sentIds().at(-1)).toBe('made-1,made-4');
    expect(client.stats()).toMatchObject({ accepted: 2, rejected: 2, retries: 0 });
  });

  test('refused for an event that was never sent are not sent again and again at once', async () => {
    const { hand, client } = open({}, () => ({
      status: 403,
      text: '{"errors":[{"path":"9.workload","message":"no"}]}',
    }));
    client.run({});
    await hand.pass(1_300);
    expect(hand.requests).toHaveLength(1);
    expect(client.stats()).toMatchObject({ buffered: 1, retries: 1 });
  });

  test('one of which spoils or outgrows a request lose only that one', async () => {
    for (const status of [400, 413]) {
      const { hand, client, rejected } = open({}, (events, attempt) =>
        events.some(({ id }) => id === 'bad') ? { status } : takeAll(events, attempt),
      );
      for (let i = 0; i < 20; i += 1) client.run(i === 13 ? { id: 'bad' } : {});
      await hand.pass(1_000);
      expect(rejected.map(({ event }) => (event as { id: string }).id)).toEqual(['bad']);
      expect(client.stats()).toMatchObject({ accepted: 19, rejected: 1, buffered: 0 });
    }
  });
});

describe('a server that is busy or away', () => {
  const failing =
    (answer: ReturnType<Answering>, times: number): Answering =>
    (events, attempt) =>
      attempt <= times ? answer : takeAll(events, attempt);
  const waits = ({ requests }: ReturnType<typeof edgesInHand>) =>
    requests.slice(1).map(({ atMs }, i) => atMs - (requests[i]?.atMs ?? 0));

  test('gets the same events again, later each time', async () => {
    const { hand, client, problems, sentIds } = open({}, failing(new TypeError('fetch failed'), 8));
    client.run({});
    await hand.pass(600_000);
    expect(waits(hand)).toEqual([375, 750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
    expect(new Set(sentIds())).toEqual(new Set(['made-1']));
    expect(problems).toEqual(['no answer: fetch failed']);
    expect(client.stats()).toMatchObject({ accepted: 1, retries: 8, buffered: 0 });
  });

  test('is never asked before the time it names, however much comes in meanwhile', async () => {
    const { hand, client } = open({ batchSize: 5 }, failing({ status: 503, retryAfter: '20' }, 1));
    client.run({});
    await hand.pass(1_000);
    for (let i = 0; i < 15; i += 1) {
      client.run({});
      await hand.pass(1_000);
    }
    expect(hand.requests).toHaveLength(1);
    await hand.pass(20_000);
    expect(waits(hand)[0]).toBeGreaterThanOrEqual(20_000);
    expect(client.stats()).toMatchObject({ accepted: 16, buffered: 0 });
  });

  test('that names no time at all is not flooded', async () => {
    const { hand, client } = open({}, failing({ status: 503, retryAfter: '0' }, 5));
    client.run({});
    await hand.pass(60_000);
    expect(Math.min(...waits(hand))).toBeGreaterThanOrEqual(250);
    expect(client.stats()).toMatchObject({ accepted: 1, retries: 5 });
  });

  test.each([[401], [404], [301]])(
    'with a refusal (%i) keeps the events, and is asked rarely',
    async (status) => {
      const { hand, client, problems } = open({}, failing({ status }, 2));
      client.run({});
      await hand.pass(1_000);
      expect(problems).toEqual([`the server answered ${status}`]);
      await hand.pass(300_000);
      expect(waits(hand)).toEqual([45_000, 45_000]);
      expect(client.stats()).toMatchObject({ accepted: 1 });
    },
  );

  test('costs no more than the oldest events beyond the limit, and each of them is told', async () => {
    const { hand, client, dropped, sentIds } = open(
      { bufferLimit: 4 },
      failing({ status: 503 }, 2),
    );
    for (let i = 0; i < 3; i += 1) client.run({});
    await hand.pass(1_000);
    for (let i = 0; i < 3; i += 1) client.run({});
    expect(client.stats()).toMatchObject({ buffered: 4, dropped: 2 });
    expect(dropped.map(({ reason, event }) => [reason, (event as { id: string }).id])).toEqual([
      ['buffer_full', 'made-1'],
      ['buffer_full', 'made-2'],
    ]);
    await hand.pass(60_000);
    expect(sentIds().at(-1)).toBe('made-3,made-4,made-5,made-6');
  });
});

describe('an application', () => {
  test('without a usable address is told once, and every event counts as dropped', () => {
    const { client, problems } = open({ url: undefined as unknown as string });
    expect([client.run({}), client.run({})]).toEqual([null, null]);
    expect(client.stats().dropped).toBe(2);
    expect(problems).toHaveLength(1);
  });

  test('may wait for its events, and learns whether the server has them', async () => {
    const { hand, client } = open({}, () => ({ status: 503 }));
    client.run({});
    const first = client.flush(5_000);
    await hand.pass(5_000);
    expect(await first).toBe(false);
    hand.answer = takeAll;
    const second = client.flush();
    await hand.pass(0);
    expect(await second).toBe(true);
    expect(await client.flush()).toBe(true);
  });

  test('that closes sends the rest, and what can not be sent is told as dropped', async () => {
    const { hand, client, dropped } = open({}, () => new Error('away'));
    client.run({});
    const closing = client.close(1_000);
    client.run({});
    await hand.pass(1_000);
    expect(await closing).toBe(false);
    expect(dropped.map(({ reason }) => reason)).toEqual(['closed', 'closed']);
    expect(client.stats()).toMatchObject({ buffered: 0, dropped: 2 });
    await hand.pass(3_600_000);
    const after = hand.requests.length;
    await hand.pass(3_600_000);
    expect(hand.requests).toHaveLength(after);
  });
});

describe('the end of the process', () => {
  test('that comes by itself sends what waits, tries once, and does not go on for ever', async () => {
    const { hand, client } = open({}, () => new Error('away'));
    client.run({});
    hand.end.onIdle();
    await hand.pass(10_000);
    const attempts = hand.requests.length;
    expect(attempts).toBeGreaterThan(0);
    hand.end.onIdle();
    hand.end.onExit();
    expect(hand.requests).toHaveLength(attempts);
    expect(hand.atExit).toEqual([]);
  });

  test('that comes at once takes along what waits and what is under way', () => {
    const { hand, client } = open({ batchSize: 2 });
    for (let i = 0; i < 3; i += 1) client.run({});
    hand.end.onExit();
    expect(hand.atExit[0]?.body.match(/made-\d/g)).toEqual(['made-1', 'made-2', 'made-3']);
  });
});
