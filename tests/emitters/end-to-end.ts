import { afterAll, beforeAll, expect } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import type { Collected } from './collector.ts';
import type { RunTruth } from './runs-of-requests.ts';
import { WAYS_OF_SENDING, type WayOfSending } from './ways-of-sending.ts';

/** A server of this test file's own, and applications that send to it. */
export interface EndToEnd {
  readonly server: TestServer;
  /** Sends requests as they are; nothing of them may be refused. */
  send(requests: readonly Collected[], headers?: Record<string, string>): Promise<void>;
  /** Sees that a workload's runs and their sums are what the script knows itself. */
  expectTruth(workload: string, truths: readonly RunTruth[]): Promise<void>;
  /**
   * Sends a recording as a workload of its own, and compares what it comes to.
   * @param recording of an application whose `service.name` is the name, a hyphen and a zero
   */
  expectTruthSent(
    way: WayOfSending,
    name: string,
    recording: readonly Collected[],
    truths: readonly RunTruth[],
  ): Promise<void>;
}

/** The same requests from another application; its name is as long, so that lengths stay true. */
function renamed(requests: readonly Collected[], from: string, to: string): Collected[] {
  expect(to).toHaveLength(from.length);
  return requests.map((request) => {
    const text = request.body.toString('latin1').replaceAll(from, to);
    return { ...request, body: Buffer.from(text, 'latin1') };
  });
}

/** A truth as the API tells it. */
const asRow = ({ costUsd, ...rest }: RunTruth) => ({
  ...rest,
  cost_usd: costUsd === null ? null : roundUsd(costUsd),
});

/** Sums of floats, to the nano-dollar that money is kept in. */
const roundUsd = (usd: number): number => Math.round(usd * 1e9) / 1e9;

type Row = ReturnType<typeof asRow>;

const sorted = (rows: readonly object[]): string[] =>
  rows.map((row) => JSON.stringify(row)).toSorted();

function sumOf(rows: readonly Row[], field: Exclude<keyof Row, 'ok' | 'model'>): number {
  return rows.reduce((sum, row) => sum + (row[field] ?? 0), 0);
}

function totalsOf(rows: readonly Row[]): object {
  const unpriced = rows.filter(({ cost_usd }) => cost_usd === null);
  return {
    runs: rows.length,
    errors: rows.filter(({ ok }) => !ok).length,
    tokens_in: sumOf(rows, 'tokens_in'),
    tokens_cached: sumOf(rows, 'tokens_cached'),
    tokens_out: sumOf(rows, 'tokens_out'),
    tokens_reasoning: sumOf(rows, 'tokens_reasoning'),
    cost_usd: roundUsd(sumOf(rows, 'cost_usd')),
    priced_runs: rows.length - unpriced.length,
    unpriced_runs: unpriced.length,
    unpriced_tokens: sumOf(unpriced, 'tokens_in') + sumOf(unpriced, 'tokens_out'),
    tool_calls: sumOf(rows, 'tool_calls'),
    tool_failures: sumOf(rows, 'tool_failures'),
    tool_call_events: sumOf(rows, 'tool_calls'),
  };
}

async function readJson<T>(server: TestServer, path: string): Promise<T> {
  const response = await server.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function expectTruth(server: TestServer, workload: string, truths: readonly RunTruth[]) {
  await server.request('/api/ingest/flush', { method: 'POST' });
  const rows = truths.map(asRow);
  const fields = Object.keys(asRow(truths[0]!)) as (keyof Row)[];
  const runs = await readJson<{ items: Row[] }>(server, `/api/workloads/${workload}/runs`);
  const seen = runs.items.map((run) => Object.fromEntries(fields.map((key) => [key, run[key]])));
  expect(sorted(seen)).toEqual(sorted(rows));
  const at = new Date(Date.now() + 1000).toISOString();
  const { items, totals } = await readJson<{
    items: { signal: string; n: number }[];
    totals: object;
  }>(server, `/api/workloads/${workload}/signals?window=1d&at=${at}`);
  expect(totals).toMatchObject(totalsOf(rows));
  const n = new Map(items.map((item) => [item.signal, item.n]));
  expect(n.get('error_rate')).toBe(rows.length);
  const withTokens = rows.filter(({ tokens_in }) => tokens_in !== null);
  expect(n.get('tokens_per_run')).toBe(withTokens.length);
  expect(n.get('tool_call_success')).toBe(sumOf(rows, 'tool_calls'));
}

/** Starts a server before the first test and stops it after the last. */
export function useEndToEnd(): EndToEnd {
  let started: TestServer | undefined;
  beforeAll(async () => {
    started = await startTestServer();
  });
  afterAll(() => started?.stop());
  const server = (): TestServer => {
    if (!started) throw new Error('the server starts before the first test');
    return started;
  };

  const send: EndToEnd['send'] = async (requests, headers = {}) => {
    for (const { path, contentType, body } of requests) {
      const response = await fetch(`${server().url}/otlp${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${server().adminKey}`,
          'content-type': contentType,
          ...headers,
        },
        body: new Uint8Array(body),
      });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(contentType.endsWith('json') ? '{}' : '');
    }
  };

  return {
    get server() {
      return server();
    },
    send,
    expectTruth: (workload, truths) => expectTruth(server(), workload, truths),
    async expectTruthSent({ way, arrange }, name, recording, truths) {
      const nth = WAYS_OF_SENDING.findIndex((other) => other.way === way) + 1;
      const workload = `${name}-${nth}`;
      for (const batch of arrange(renamed(recording, `${name}-0`, workload))) {
        await send(batch);
        await server().request('/api/ingest/flush', { method: 'POST' });
      }
      await expectTruth(server(), workload, truths);
    },
  };
}
