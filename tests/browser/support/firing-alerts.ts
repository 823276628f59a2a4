import { expect, vi } from 'vitest';
import type { AlertItem } from '../../../alerts/episode/alert-item.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import type { TestServer } from '../../support/server.ts';

/** A minute is evaluated once it ended a minute ago. */
export const EVALUATED = { timeout: 150_000, interval: 500 };

const RULES = [
  {
    id: 'errors',
    title: 'Errors above what customers bear',
    severity: 'page',
    when: { signal: 'error_rate', op: '>', threshold: 0.1, window: '1h' },
    summary: 'Customers see errors <img src=x>; check the retriever',
    runbook_url: 'https://wiki.example/errors',
    owner: 'ada',
  },
  {
    id: 'slow',
    title: 'Answers too slow',
    severity: 'warn',
    when: { signal: 'latency_p95', op: '>', threshold: 1000, window: '1h' },
  },
];

const WORKLOADS = ['refunds', 'claims', 'voice'];

/** Alerts of a server; those that are open, if nothing else is said. */
export async function alertsOf(server: TestServer, query = ''): Promise<AlertItem[]> {
  const response = await server.request(`/api/alerts${query}`);
  return ((await response.json()) as { items: AlertItem[] }).items;
}

/** Keeps no rule but two that three workloads breach, and waits for the six alerts. */
export async function fireAlerts(server: TestServer): Promise<void> {
  const { items } = (await (await server.request('/api/rules')).json()) as {
    items: { id: string }[];
  };
  for (const { id } of items) await server.request(`/api/rules/${id}`, { method: 'DELETE' });
  const ts = new Date(Date.now() - 2 * MINUTE_MS).toISOString();
  const events = WORKLOADS.flatMap((workload) =>
    Array.from({ length: 100 }, (_, index) => ({
      kind: 'run',
      workload,
      id: `${workload}-${index}`,
      ts,
      ok: index % 2 === 0,
      latency_ms: 4000,
    })),
  );
  expect((await server.request('/v1/events', { body: events })).status).toBe(202);
  await server.request('/api/ingest/flush', { method: 'POST' });
  for (const rule of RULES) {
    const { status } = await server.request(`/api/rules/${rule.id}`, { method: 'PUT', body: rule });
    expect(status).toBe(200);
  }
  await vi.waitFor(async () => expect(await alertsOf(server)).toHaveLength(6), EVALUATED);
}
