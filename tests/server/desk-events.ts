import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import type { OwnServer } from '../support/own-server.ts';

export const NOW_MS = Date.now();
export const OLD_MS = NOW_MS - 5 * DAY_MS;
export const FRESH_MS = NOW_MS - 2 * HOUR_MS;

/** Sends events and waits until they can be asked for. */
export async function sendEvents(server: OwnServer, events: readonly object[]): Promise<void> {
  const { status } = await server.ask('/v1/events', events);
  if (status !== 202) throw new Error(`the events were answered with ${status}`);
  await server.ask('/api/ingest/flush', undefined, { method: 'POST' });
}

/** Runs of one release: one in so many fails. */
export const runsOf = (
  release: string,
  atMs: number,
  failsOneIn: number,
  more: object = {},
): object[] =>
  Array.from({ length: 400 }, (_, i) => ({
    kind: 'run',
    workload: 'desk',
    id: `${release}-${i}`,
    ts: atMs - i * 1000,
    release,
    model: 'small',
    segment: i % 4 === 0 ? 'mail' : 'chat',
    stage: 'production',
    ok: i % failsOneIn !== 0,
    latency_ms: 100 + (i % 50),
    cost_usd: 0.01 + (i % 10) / 1000,
    value_usd: i % 2,
    outcome: i % 2 === 0 ? 'rejected' : 'accepted',
    ...more,
  }));

const toolCall = (id: string, tool: string, ok: boolean): object => ({
  kind: 'tool_call',
  workload: 'desk',
  id,
  ts: FRESH_MS,
  tool,
  ok,
});

const answersOf = (release: string, passed: number): object[] =>
  Array.from({ length: 60 }, (_, i) => ({
    kind: 'evaluation',
    workload: 'desk',
    id: `e-${release}-${i}`,
    ts: FRESH_MS,
    name: 'exact match',
    dataset: 'golden',
    release,
    passed: i < passed,
    attributes: { item: `q${i}` },
  }));

/** A workload of two releases of which the later fails more often, with two tools, and a set both answered. */
export const DESK: readonly object[] = [
  ...runsOf('1.0', OLD_MS, 40),
  ...runsOf('2.0', FRESH_MS, 4),
  ...Array.from({ length: 40 }, (_, i) => toolCall(`s${i}`, 'search', i % 2 === 0)),
  ...Array.from({ length: 40 }, (_, i) => toolCall(`c${i}`, 'crm', true)),
  { kind: 'review', workload: 'desk', ts: FRESH_MS, run: '2.0-1', seconds: 60 },
  ...answersOf('1.0', 20),
  ...answersOf('2.0', 50),
];
