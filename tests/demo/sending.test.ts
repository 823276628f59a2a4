import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../core/event.ts';
import { createEndpoint } from '../../server/demo/endpoint.ts';
import { createOrganisation } from '../../server/demo/organisation.ts';
import { sendHistory } from '../../server/demo/send-history.ts';
import { sendLive } from '../../server/demo/send-live.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const URL_ = 'http://bellwether.test';
const ANCHOR_MS = Date.parse('2026-11-20T12:00:00Z');
const accepted = (events: number): Response =>
  Response.json({ accepted: events, duplicates: 0, rejected: [] }, { status: 202 });

/** A server that keeps what it was asked and answers by a script. */
function fakeServer(answer: (asked: Asked, count: number) => Response | Error) {
  const asked: Asked[] = [];
  const fake: typeof fetch = async (input, init) => {
    if (init?.signal?.aborted) throw init.signal.reason;
    const request = new Request(input, init);
    const { method, url } = request;
    asked.push({ method, path: new URL(url).pathname, body: await request.text() });
    const answered = answer(asked.at(-1)!, asked.length);
    if (answered instanceof Error) throw answered;
    return answered;
  };
  return { asked, fetch: fake };
}

const probe = (ts: number): WireEvent => ({
  kind: 'probe',
  id: `p${ts}`,
  ts,
  workload: 'w',
  ok: true,
});
const lines = ({ body }: Asked): number => body.split('\n').length;

describe('sending history', () => {
  it('writes policies before the workloads that name them, then every event, then flushes', async () => {
    const { policies, workloads } = createOrganisation({ anchorMs: ANCHOR_MS, seed: 1 });
    const batches = [[probe(1), probe(2)], [probe(3)]];
    const { asked, fetch } = fakeServer((request) =>
      request.path === '/v1/events' ? accepted(lines(request)) : Response.json({}),
    );
    const organisation = {
      policies,
      workloads,
      *history() {
        yield* batches;
      },
    };
    const said: string[] = [];
    const report = await sendHistory({
      url: URL_,
      key: 'k',
      organisation,
      fetch,
      log: (text) => said.push(text),
      now: () => 0,
    });
    const paths = asked.map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual([
      ...policies.map(({ id }) => `PUT /api/policies/${id}`),
      ...workloads.map(({ id }) => `PUT /api/workloads/${id}`),
      'POST /v1/events',
      'POST /v1/events',
      'POST /api/ingest/flush',
    ]);
    expect(report).toMatchObject({
      policies: 3,
      workloads: 8,
      events: 3,
      accepted: 3,
      duplicates: 0,
    });
    expect(said).toHaveLength(1);
  });

  it('waits as long as a busy server asks, and sends the same again', async () => {
    const waits: number[] = [];
    const { asked, fetch } = fakeServer((_, count) => {
      if (count === 1) return new Response('', { status: 429, headers: { 'retry-after': '2' } });
      if (count === 2) return new Response('', { status: 503, headers: { 'retry-after': '0.5' } });
      return count === 3 ? new TypeError('fetch failed') : accepted(1);
    });
    const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
    const receipt = await createEndpoint({ url: URL_, key: 'k', fetch, sleep }).send([probe(1)]);
    expect(receipt.accepted).toBe(1);
    expect(waits).toEqual([2000, 500, 250]);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  });

  it('fails and names the event when one is rejected', async () => {
    const rejected = [{ index: 0, path: 'ok', message: 'expected a boolean' }];
    const { fetch } = fakeServer(() =>
      Response.json({ accepted: 0, duplicates: 0, rejected }, { status: 202 }),
    );
    const endpoint = createEndpoint({ url: URL_, key: 'k', fetch, sleep: async () => {} });
    await expect(endpoint.send([probe(1)])).rejects.toThrow(
      'ok: expected a boolean in {"kind":"probe"',
    );
  });

  it('fails at once on an answer that asking again would not change', async () => {
    const { asked, fetch } = fakeServer(() => new Response('no such scope', { status: 403 }));
    const endpoint = createEndpoint({ url: URL_, key: 'k', fetch, sleep: async () => {} });
    await expect(endpoint.put('/api/policies/x', {})).rejects.toThrow('403: no such scope');
    expect(asked).toHaveLength(1);
  });
});

describe('sending live traffic', () => {
  it('catches up from where it should begin, then follows the clock until it is stopped', async () => {
    const spans: [number, number][] = [];
    const stop = new AbortController();
    let nowMs = 1_500_000;
    const organisation = {
      live: (fromMs: number, toMs: number): WireEvent[] => {
        spans.push([fromMs, toMs]);
        if (spans.length === 4) stop.abort();
        if (spans.length === 3) nowMs += 700;
        return [probe(fromMs)];
      },
    };
    const { asked, fetch } = fakeServer((request) => accepted(lines(request)));
    await sendLive({
      url: URL_,
      key: 'k',
      organisation,
      fetch,
      fromMs: 0,
      signal: stop.signal,
      now: () => nowMs,
    });
    expect(spans).toEqual([
      [0, 600_000],
      [600_000, 1_200_000],
      [1_200_000, 1_500_000],
      [1_500_000, 1_500_700],
    ]);
    expect(asked).toHaveLength(3);
  });
});
