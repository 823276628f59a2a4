import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import type { SignalItem } from '../../signals/series.ts';
import { hasRealData, readAzureRuns, readTauBenchRuns } from '../support/real-data.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const LAST_MS = Date.now() - HOUR_MS;
let server: TestServer;

async function send(events: readonly object[]): Promise<void> {
  for (let from = 0; from < events.length; from += 1000) {
    const batch = events.slice(from, from + 1000);
    const response = await server.request('/v1/events', { body: batch });
    expect(await response.json()).toEqual({ accepted: batch.length, duplicates: 0, rejected: [] });
  }
}

async function signalsOf(workload: string): Promise<{
  signals: Map<string, SignalItem>;
  totals: Record<string, number>;
}> {
  const response = await server.request(`/api/workloads/${workload}/signals?window=28d`);
  const { items, totals } = (await response.json()) as {
    items: SignalItem[];
    totals: Record<string, number>;
  };
  return { signals: new Map(items.map((item) => [item.signal, item])), totals };
}

beforeAll(async () => {
  if (!hasRealData) return;
  server = await startTestServer();
  await send(readAzureRuns(LAST_MS) ?? []);
  await send(readTauBenchRuns(LAST_MS) ?? []);
  await server.request('/api/ingest/flush', { method: 'POST' });
});
afterAll(() => server?.stop());

test.skipIf(!hasRealData)(
  'the 8,819 requests of the Azure trace come back with exact counts, tokens and cost at list price',
  async () => {
    const { signals, totals } = await signalsOf('azure-code-completion');
    expect(totals).toMatchObject({
      runs: 8819,
      tokens_in: 18_059_974,
      tokens_out: 245_896,
      cost_usd: 38.087116,
      unpriced_runs: 0,
    });
    expect(signals.get('runs')).toMatchObject({ value: 8819, n: 8819 });
    expect(signals.get('cost_per_run')?.value).toBeCloseTo(38.087116 / 8819, 12);
    const portfolio = (await (await server.request('/api/portfolio')).json()) as {
      items: { workload: string; cost_usd_month: number }[];
    };
    expect(
      portfolio.items.find(({ workload }) => workload === 'azure-code-completion')?.cost_usd_month,
    ).toBe(38.087116);
  },
);

test.skipIf(!hasRealData)(
  'every one of its runs can be listed, and their tokens add up',
  async () => {
    let cursor: string | null = null;
    let runs = 0;
    let tokens = 0;
    do {
      const response: Response = await server.request(
        `/api/workloads/azure-code-completion/runs?limit=1000${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      const page = (await response.json()) as {
        items: { tokens_in: number }[];
        next: string | null;
      };
      runs += page.items.length;
      tokens += page.items.reduce((sum, { tokens_in }) => sum + tokens_in, 0);
      cursor = page.next;
    } while (cursor !== null);
    expect([runs, tokens]).toEqual([8819, 18_059_974]);
  },
);

test.skipIf(!hasRealData)(
  'the 200 runs of tau-bench come back with 73 of 1,164 tool calls failed and 84 of 200 successes',
  async () => {
    const { signals, totals } = await signalsOf('airline-support');
    expect(totals).toMatchObject({ runs: 200, tool_calls: 1164, tool_failures: 73 });
    expect(signals.get('tool_call_success')).toMatchObject({
      value: 1 - 73 / 1164,
      n: 1164,
      state: 'ok',
    });
    expect(signals.get('acceptance_rate')).toMatchObject({ value: 84 / 200, n: 200, state: 'ok' });
    expect(signals.get('escalation_rate')).toMatchObject({ value: 48 / 200, n: 200, state: 'ok' });
  },
);
