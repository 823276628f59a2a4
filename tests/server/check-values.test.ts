import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketIndex, bucketValue } from '../../core/statistics/log-histogram.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { SignalItem } from '../../signals/series.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const AT_MS = Date.now() - 30 * MINUTE_MS;

async function runs(workload: string, n: number, fields: (i: number) => object): Promise<void> {
  const events = Array.from({ length: n }, (_, i) => ({
    kind: 'run',
    workload,
    id: String(i),
    ts: AT_MS - i,
    ...fields(i),
  }));
  const response = await server.request('/v1/events', { body: events });
  expect(response.status).toBe(202);
}

async function signal(workload: string, id: string): Promise<SignalItem> {
  const response = await server.request(`/api/workloads/${workload}/signals?window=7d`);
  const { items } = (await response.json()) as { items: SignalItem[] };
  const item = items.find((candidate) => candidate.signal === id);
  if (!item) throw new Error(`the signal ${id} is not answered`);
  return item;
}

beforeAll(async () => {
  server = await startTestServer();
  await runs('four-of-200', 200, (i) => ({ ok: i >= 4, hallucination: i < 4 }));
  await runs('none-of-300', 300, () => ({ ok: true, hallucination: false }));
  await runs('thousand-latencies', 1000, (i) => ({ latency_ms: i + 1 }));
  // R's bootstrap data `city`, u as cost and x as value, each pair twenty times.
  const cost = [138, 93, 61, 179, 48, 37, 29, 23, 30, 2];
  const value = [143, 104, 69, 260, 75, 63, 50, 48, 111, 50];
  await runs('city', 200, (i) => ({ cost_usd: cost[i % 10], value_usd: value[i % 10] }));
  await runs('unpriced', 200, (i) => ({
    value_usd: 1 + (i % 2),
    ...(i < 4 ? { model: 'made-up-model', tokens_in: 10, tokens_out: 1 } : { cost_usd: 0.5 }),
  }));
  await server.request('/api/ingest/flush', { method: 'POST' });
});
afterAll(() => server.stop());

test('4 of 200 lies in [0.001872, 0.074038]', async () => {
  for (const id of ['error_rate', 'hallucination_rate']) {
    const item = await signal('four-of-200', id);
    expect(item).toMatchObject({ value: 0.02, n: 200, state: 'ok' });
    expect(item.low).toBeCloseTo(0.001872, 6);
    expect(item.high).toBeCloseTo(0.074038, 6);
  }
});

test('0 of 300 lies in [0, 0.021174]', async () => {
  const item = await signal('none-of-300', 'error_rate');
  expect(item).toMatchObject({ value: 0, low: 0, n: 300 });
  expect(item.high).toBeCloseTo(0.021174, 6);
});

test('the p95 of a thousand latencies lies between the ranks 936 and 964, to the bucket', async () => {
  const item = await signal('thousand-latencies', 'latency_p95');
  expect(item.low).toBe(bucketValue(bucketIndex(936)));
  expect(item.high).toBe(bucketValue(bucketIndex(964)));
});

test('a return on cost is the ratio of means, and its interval holds it', async () => {
  const item = await signal('city', 'roi');
  expect(item.state).toBe('ok');
  expect(item.value).toBeCloseTo(1.5203125, 7);
  expect(item.low).toBeLessThan(1.5203125);
  expect(item.high).toBeGreaterThan(1.5203125);
});

test('economics with more than a hundredth of the runs unpriced are too few, never cheap', async () => {
  for (const id of ['roi', 'cost_per_run', 'unit_cost']) {
    expect(await signal('unpriced', id)).toMatchObject({ value: null, low: null, high: null });
  }
  expect(await signal('unpriced', 'roi')).toMatchObject({ state: 'too_few' });
});

test('what was never sent is said to be missing, and is null rather than zero', async () => {
  expect(await signal('none-of-300', 'tool_call_success')).toMatchObject({
    state: 'not_instrumented',
    value: null,
    low: null,
    high: null,
    n: 0,
  });
});
