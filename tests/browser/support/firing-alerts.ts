import { expect } from 'vitest';
import type { AlertItem } from '../../../alerts/episode/alert-item.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import type { TestServer } from '../../support/server.ts';
import { startClockedServer, type ClockedServer } from './clocked-server.ts';

/** A minute is evaluated once it ended a minute ago, and who was there a minute before that. */
const UNTIL_FIRED_MS = 3 * MINUTE_MS;
/** For further minutes that a test lets pass. */
const UNTIL_LATER_MS = 5 * MINUTE_MS;

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
export async function alertsOf(
  server: Pick<TestServer, 'request'>,
  query = '',
): Promise<AlertItem[]> {
  const response = await server.request(`/api/alerts${query}`);
  return ((await response.json()) as { items: AlertItem[] }).items;
}

/** A server with no rule but two, which three workloads breach: six alerts have just fired. */
export async function startWithAlerts(): Promise<ClockedServer> {
  const server = await startClockedServer(UNTIL_FIRED_MS + UNTIL_LATER_MS);
  await server.pass(0);
  const ts = new Date(Date.now() - UNTIL_FIRED_MS - UNTIL_LATER_MS).toISOString();
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
  await server.pass(UNTIL_FIRED_MS);
  expect(await alertsOf(server)).toHaveLength(6);
  return server;
}
